import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Machines that share a folder do not know each other's processes. Short, because sockets lie below it. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
const NAME = new RegExp(`^inference-[a-z]+-${MACHINE}-(\\d+)-`);

const swept = new Set<string>();

/**
 * A new folder of this process, whose work it is to remove it. What processes left behind that were killed goes at the
 * first call.
 * @param what it is for: small letters
 * @param parent where it is made. Default: the folder for temporary files
 */
export function scratchFolder(what: string, parent = tmpdir()): string {
  if (!swept.has(parent)) removeStale(parent);
  swept.add(parent);
  return mkdtempSync(join(parent, `inference-${what}-${MACHINE}-${process.pid}-`));
}

/** Removes the folders of processes that are gone. */
export function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Somebody else's, or another rehearsal removes it just now.
    }
  }
}

const DAY_MILLISECONDS = 86_400_000;
/** What is kept for the next time goes after so many days in which nobody asked for it. */
const KEPT_DAYS = 7;

/** Notes that what is kept there is used now; whether it is there. */
export function markUsed(path: string): boolean {
  try {
    utimesSync(path, new Date(), new Date());
    return true;
  } catch {
    return false;
  }
}

/** At the first call, removes from a folder of what is kept all that nobody has used for days, and what killed processes left. */
export function keepRecent(parent: string): void {
  if (swept.has(parent) || !markUsed(parent)) return;
  swept.add(parent);
  removeStale(parent);
  removeUnused(parent);
}

/** Removes what nobody has used for days. */
export function removeUnused(parent: string, now = Date.now()): void {
  for (const name of readdirSync(parent).filter((one) => !NAME.test(one))) {
    const path = join(parent, name);
    try {
      if (now - statSync(path).mtimeMs < KEPT_DAYS * DAY_MILLISECONDS) continue;
      // Nobody finds half of it.
      const going = scratchFolder('going', parent);
      renameSync(path, join(going, name));
      rmSync(going, { recursive: true, force: true });
    } catch {
      // Somebody else's, or another rehearsal removes it just now.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
