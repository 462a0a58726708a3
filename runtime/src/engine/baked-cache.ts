import { lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, log } from '../log';

/**
 * Where servers put what they baked themselves: one directory a model, which whoever serves it marks as used again and
 * again. The time of the mark is all that servers know of each other: they may be in different containers.
 */
export interface CacheTimes {
  readonly markMilliseconds: number;
  /** What was marked since then is in use. */
  readonly inUseMilliseconds: number;
}

const TIMES: CacheTimes = { markMilliseconds: 600_000, inUseMilliseconds: 3_600_000 };
/** Of what is not in use, so many stay for servers that go back to an earlier model. */
const KEPT = 4;
const BAKED = /^[0-9a-f]{32}$/;
const UNFINISHED = 'unfinished-';

/** Says that a baked model is in use, once and for as long as this process lives. False where it is gone. */
export function keepInUse(file: string, { markMilliseconds } = TIMES): boolean {
  const directory = dirname(file);
  if (!mark(directory)) {
    return false;
  }
  setInterval(() => mark(directory), markMilliseconds).unref();
  return true;
}

function mark(directory: string): boolean {
  try {
    const now = new Date();
    utimesSync(directory, now, now);
    return true;
  } catch (error) {
    // What somebody else put there may be used, and is theirs to keep.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/**
 * Removes what nobody has used for a while, but for the latest, and what was left unfinished. A living process keeps what
 * it has mapped even if it is stopped for so long that its marks are old: only its name is gone.
 */
export function pruneCache(cache: string, times = TIMES): void {
  try {
    // Not where a link leads that another user may have put in its place.
    if (lstatSync(cache).isDirectory()) {
      removeFrom(cache, Date.now() - times.inUseMilliseconds);
    }
  } catch (error) {
    log('info', 'baked models that nobody uses are not removed', { reason: describe(error).message });
  }
}

function removeFrom(cache: string, before: number): void {
  const names = readdirSync(cache);
  const unused = (name: string): boolean => lastUse(join(cache, name)) < before;
  const models = names
    .filter((name) => BAKED.test(name) && unused(name))
    .sort((a, b) => lastUse(join(cache, b)) - lastUse(join(cache, a)));
  for (const name of models.slice(KEPT)) {
    removeUnused(cache, name, before);
  }
  for (const name of names.filter((one) => one.startsWith(UNFINISHED) && unused(one))) {
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** Out of sight first, as a whole: whoever looks for it at this moment finds all of it, or nothing. */
function removeUnused(cache: string, name: string, before: number): void {
  const hidden = mkdtempSync(join(cache, UNFINISHED));
  const moved = join(hidden, name);
  try {
    renameSync(join(cache, name), moved);
    if (lastUse(moved) >= before) {
      renameSync(moved, join(cache, name));
    }
  } catch {
    // Another server removes it too.
  }
  rmSync(hidden, { recursive: true, force: true });
}

/** The latest time of a directory and what is in it; Infinity where it cannot be looked at. */
function lastUse(directory: string): number {
  try {
    const times = readdirSync(directory).map((name) => lstatSync(join(directory, name)).mtimeMs);
    return Math.max(statSync(directory).mtimeMs, ...times);
  } catch {
    return Infinity;
  }
}
