import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Changes whenever the files of a directory can have changed, and costs no reading of them: their sizes, times and
 * identities. `ctime` also where a tool that copies sets `mtime` back. Empty where the directory cannot be read.
 */
export function fingerprint(directory: string): string {
  try {
    return identities(directory, '').join('\n');
  } catch {
    return '';
  }
}

function identities(directory: string, inner: string): string[] {
  return readdirSync(join(directory, inner))
    .sort()
    .flatMap((name) => {
      const path = join(inner, name);
      const stats = statSync(join(directory, path), { bigint: true });
      return stats.isDirectory()
        ? identities(directory, path)
        : [[path, stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(':')];
    });
}
