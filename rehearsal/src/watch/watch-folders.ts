import { setTimeout } from 'node:timers/promises';
import { EXIT_CODES } from '../exit-codes';
import { fingerprint } from './fingerprint';

/** Why a rehearsal was interrupted: what it plays is not there any more. */
export const CHANGED = 'changed';

const POLL_MILLISECONDS = 200;
/** Synthesizing writes many files: nothing is played until it has been quiet for so long. */
const QUIET_MILLISECONDS = 600;

/** Plays at once, and again whenever one of the folders has changed; what is being played then is given up. */
export async function watchFolders(
  folders: readonly string[],
  signal: AbortSignal,
  play: (signal: AbortSignal) => Promise<unknown>,
): Promise<number> {
  const look = (): string => folders.map(fingerprint).join('\n\n');
  let played = look();
  while (!signal.aborted) {
    const playing = new AbortController();
    const end = play(AbortSignal.any([signal, playing.signal]));
    played = await settled(look, played, signal);
    playing.abort(CHANGED);
    await end;
  }
  return EXIT_CODES.interrupted;
}

/** Waits until what is looked at is another, and has stayed the same for a while. */
async function settled(look: () => string, before: string, signal: AbortSignal): Promise<string> {
  let [seen, quiet] = [before, 0];
  while (!signal.aborted && (seen === before || quiet < QUIET_MILLISECONDS)) {
    await setTimeout(POLL_MILLISECONDS);
    const now = look();
    quiet = now === seen ? quiet + POLL_MILLISECONDS : 0;
    seen = now;
  }
  return seen;
}
