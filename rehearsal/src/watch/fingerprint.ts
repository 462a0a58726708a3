import type { Dirent } from 'node:fs';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Named by their content, and large. */
const ASSET = /^asset\./;

/** Another text whenever something in a folder is another: names, sizes and times, without reading any file. */
export function fingerprint(folder: string): string {
  return entriesOf(folder)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return `${entry.name}/{${ASSET.test(entry.name) ? '' : fingerprint(path)}}`;
      return `${entry.name} ${sizeAndTime(path)}`;
    })
    .join('\n');
}

/** A folder that is written anew is not there for a while. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeAndTime(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'gone' : `${stats.size} ${stats.mtimeMs}`;
}
