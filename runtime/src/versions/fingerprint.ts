import { lstatSync, readdirSync, statSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';

/**
 * Changes whenever the files of a directory can have changed, and costs no reading of them: their sizes, times and
 * identities. `ctime` also where a tool that copies sets `mtime` back. Empty where the directory cannot be read.
 */
export function fingerprint(directory: string): string {
  try {
    return identities(directory, '', []).join('\n');
  } catch {
    return '';
  }
}

/** `above` has the directories that this one is in: a link to one of them has no end. */
function identities(directory: string, inner: string, above: readonly bigint[]): string[] {
  return readdirSync(join(directory, inner))
    .sort()
    .flatMap((name) => {
      const path = join(inner, name);
      const stats = target(join(directory, path));
      const identity = [path, stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(':');
      return stats.isDirectory() && !above.includes(stats.ino)
        ? identities(directory, path, [...above, stats.ino])
        : [identity];
    });
}

/** Of what a link leads to; of the link itself where it leads nowhere, so that the others are still looked at. */
function target(path: string): BigIntStats {
  return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? lstatSync(path, { bigint: true });
}
