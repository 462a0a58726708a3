import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModels } from '@inference-constructs/rehearsal/assembly/given-models';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();

/** A folder with a model package, as far as `--model` looks at it. */
function packageAt(...names: string[]): string {
  const directory = join(folder, ...names);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'model.json'), '{}');
  return directory;
}

test.each<[string, string, string]>([
  ['a key', 's3://models/ranker.tar.gz', 'pkg'],
  ['a folder', 's3://models/ranker/', 'pkg'],
  ['a prefix that is a partition', 's3://models/dt=2026-01-01/model.tar.gz', 'pkg'],
  ['several of them', 's3://models/dt=2026-01-01/region=eu/', 'pkg'],
  ['a folder of this machine that is a partition', 's3://models/ranker.tar.gz', 'dt=2026-01-01'],
  ['both', 's3://models/dt=2026-01-01/model.tar.gz', 'dt=2026-01-01'],
])('--model: %s', (_, location, name) => {
  const directory = packageAt(name);
  expect([...readModels([`${location}=${directory}`])]).toEqual([[location.replace(/\/$/, ''), directory]]);
});

test.each([
  ['no partition holds a package', `s3://models/dt=2026-01-01/model.tar.gz=${folder}`],
  ['its location is not in S3', `https://models/dt=2026-01-01=${packageAt('pkg')}`],
  ['its location is empty', `s3://=${packageAt('pkg')}`],
])('--model is refused where %s', (_, option) => {
  expect(() => readModels([option])).toThrow(
    `model (${option}): s3://bucket/key= and the folder of a model package, with its model.json`,
  );
});
