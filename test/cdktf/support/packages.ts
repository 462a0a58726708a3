import { models, diagnosis } from './synth';
import { directory } from './assets';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';

/** A copy of the example's model package, to be damaged. */
export function packageDirectory(name: string): string {
  const copy = join(directory, 'packages', name);
  cpSync(join(models, 'v1'), copy, { recursive: true });
  return copy;
}

/** The example's model package with another model.json and, where given, as if it were of that size. */
export function packageWith(
  name: string,
  edit: (manifest: ModelManifest) => ModelManifest,
  bytes?: number,
): ModelPackage {
  const copy = packageDirectory(name);
  const file = join(copy, 'model.json');
  writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(file, 'utf8')) as ModelManifest)));
  const model = ModelPackage.fromDirectory(copy);
  if (bytes !== undefined) Object.assign(loadedPackage(model), { bytes });
  return model;
}

/** A model package that another copy of the core made: the construct has to read the directory itself. */
export function foreignPackage(path: string): ModelPackage {
  return Object.create(diagnosis(), { directory: { value: path } }) as ModelPackage;
}
