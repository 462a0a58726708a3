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
  const golden = join(directory, 'golden.jsonl');
  return parsed(file, readFileSync(file, 'utf8'), existsSync(golden) ? readFileSync(golden, 'utf8') : undefined);
}

interface Known {
  readonly texts: string;
  readonly model: DeployedModel;
}

/** Several times in a rehearsal, and again in that of the next scenario, the same few models are asked for. */
const known = new Map<string, Known>();
const MOST_KNOWN = 4;

function parsed(file: string, manifestText: string, goldenText: string | undefined): DeployedModel {
  const texts = `${manifestText}\0${goldenText}`;
  const last = known.get(file);
  if (last?.texts === texts) return last.model;
  const manifest = parseManifest(manifestText, file);
  const model = { manifest, golden: goldenText === undefined ? [] : parseGolden(goldenText, manifest) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(file, { texts, model });
  return model;
}
