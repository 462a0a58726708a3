import { models } from './synth';
import { directory } from './assets';
import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelPackage } from '@inference-constructs/core';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';

/** A copy of the example's model package, to be damaged. */
export function packageDirectory(name: string, version = 'v1'): string {
  const copy = join(directory, 'packages', name);
  cpSync(join(models, version), copy, { recursive: true });
  return copy;
}

/** The example's model package with another model.json and, where given, a sparse file that brings it to that size. */
export function packageWith(
  name: string,
  edit: (manifest: ModelManifest) => ModelManifest,
  bytes?: number,
): ModelPackage {
  const copy = packageDirectory(name);
  const file = join(copy, 'model.json');
  writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(file, 'utf8')) as ModelManifest)));
  if (bytes !== undefined) {
    writeFileSync(join(copy, 'padding.bin'), '');
    truncateSync(join(copy, 'padding.bin'), bytes - ModelPackage.fromDirectory(copy).bytes);
  }
  return ModelPackage.fromDirectory(copy);
}
