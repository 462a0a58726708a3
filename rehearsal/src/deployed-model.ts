import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import { parseGolden } from '@inference-constructs/core/out/model/golden';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import type { FunctionVersion } from './assembly/assembly-reader';
import { assetDirectory } from './invoker/unzip-cache';

/** The model package inside the code of a function. */
export interface DeployedModel {
  readonly manifest: ModelManifest;
  readonly golden: readonly GoldenCase[];
}

/** Undefined where the function's code holds no model package. */
export function readDeployedModel(version: FunctionVersion): DeployedModel | undefined {
  const directory = join(assetDirectory(version.code), 'model');
  const file = join(directory, 'model.json');
  if (!existsSync(file)) return undefined;
  const manifest = parseManifest(readFileSync(file, 'utf8'), file);
  const golden = join(directory, 'golden.jsonl');
  return { manifest, golden: existsSync(golden) ? parseGolden(readFileSync(golden, 'utf8'), manifest) : [] };
}
