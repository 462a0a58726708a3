import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { parseGolden, type GoldenCase } from '@inference-constructs/core/out/model/golden';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';

/** A model package as the runtime needs it. */
export interface ServedModel {
  readonly manifest: ModelManifest;
  readonly modelFile: string;
  readonly golden: readonly GoldenCase[];
}

export function readModelPackage(directory: string): ServedModel {
  const manifestFile = required(directory, 'model.json');
  const manifest = parseManifest(readFileSync(manifestFile, 'utf8'), manifestFile);
  const goldenFile = join(directory, 'golden.jsonl');
  return {
    manifest,
    modelFile: required(directory, 'model.onnx'),
    golden: existsSync(goldenFile) ? parseGolden(readFileSync(goldenFile, 'utf8'), manifest) : [],
  };
}

function required(directory: string, name: string): string {
  const file = join(directory, name);
  if (!existsSync(file)) {
    throw new InferenceError(
      'ModelFileMissing',
      `${file}: must exist. Put the whole model package into this directory.`,
    );
  }
  return file;
}
