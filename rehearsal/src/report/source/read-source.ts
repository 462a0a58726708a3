import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { readJson } from '../../assembly/json-file';
import { readCloudAssembly } from './cloud-assembly';
import type { Source } from './source';
import { readTerraformOutput, terraformFiles } from './terraform-output';

/** Reads the output of `cdk synth` or `cdktf synth`, or a directory with `.tf.json` files. */
export function readSource(directory: string): Source {
  const path = resolve(directory);
  const manifest = join(path, 'manifest.json');
  if (existsSync(manifest) && 'artifacts' in readJson<object>(manifest)) {
    return { engine: 'cloudformation', directory: path, stacks: readCloudAssembly(path) };
  }
  if (terraformFiles(path).length > 0) {
    return { engine: 'terraform', directory: path, stacks: readTerraformOutput(path) };
  }
  throw new InferenceError(
    'AssemblyMissing',
    `${directory} (no manifest.json, no .tf.json): must be what "cdk synth" or "cdktf synth" wrote. ` +
      `run "cdk synth --output ${directory}"`,
  );
}
