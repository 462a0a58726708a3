import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { checkFallbackPackage } from '@inference-constructs/core/out/model/fallback-package';
import { parseGolden, type GoldenCase } from '@inference-constructs/core/out/model/golden';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';

/** A model package as the runtime needs it. */
export interface ServedModel {
  readonly manifest: ModelManifest;
  readonly modelFile: string;
  readonly golden: readonly GoldenCase[];
  /** The package of the fallback, where that is another model. */
  readonly fallback?: ServedModel;
}

export function readModelPackage(directory: string): ServedModel {
  const manifest = readManifest(directory);
  const { model } = manifest.fallback ?? {};
  const goldenFile = join(directory, 'golden.jsonl');
  return {
    manifest,
    modelFile: required(directory, 'model.onnx'),
    golden: existsSync(goldenFile) ? parseGolden(readFileSync(goldenFile, 'utf8'), manifest) : [],
    fallback: model === undefined ? undefined : readFallback(join(directory, model), manifest),
  };
}

function readFallback(directory: string, manifest: ModelManifest): ServedModel {
  const fallback = readModelPackage(directory);
  checkFallbackPackage(manifest, fallback.manifest, join(directory, 'model.json'));
  return fallback;
}

export function readManifest(directory: string): ModelManifest {
  const file = required(directory, 'model.json');
  return parseManifest(readFileSync(file, 'utf8'), file);
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
