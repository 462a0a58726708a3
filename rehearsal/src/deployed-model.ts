import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import { parseGolden } from '@inference-constructs/core/out/model/golden';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';

/** A model package, as it is deployed. */
export interface DeployedModel {
  readonly manifest: ModelManifest;
  readonly golden: readonly GoldenCase[];
}

/** Undefined where the directory holds no model package. */
export function readDeployedModel(directory: string): DeployedModel | undefined {
  const file = join(directory, 'model.json');
  if (!existsSync(file)) return undefined;
  const manifest = parseManifest(readFileSync(file, 'utf8'), file);
  const golden = join(directory, 'golden.jsonl');
  return { manifest, golden: existsSync(golden) ? parseGolden(readFileSync(golden, 'utf8'), manifest) : [] };
}
