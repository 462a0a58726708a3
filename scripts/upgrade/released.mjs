import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The newest version of which is kept what it synthesized, and its examples as `example/engine`. */
export function lastReleased(directory) {
  const folders = (path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const version = folders(directory).sort(byVersion).at(-1);
  if (version === undefined) throw new Error(`${directory}: nothing is kept there`);
  const kept = join(directory, version);
  const examples = folders(kept).flatMap((example) =>
    folders(join(kept, example)).map((engine) => join(example, engine)),
  );
  return { version, examples };
}

function byVersion(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}
