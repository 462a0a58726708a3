import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { assemble } from './assemble';
import type { Assembly, AssemblyReader, Engine } from './assembly-reader';
import { readCloudAssembly } from './cloudformation/cloud-assembly';
import type { GivenModels } from './given-models';
import { readJson } from './json-file';
import { findFolders } from './terraform/files';
import { readTerraform } from './terraform/terraform-project';

/** Reads what `cdk synth` or `cdktf synth` wrote, or a folder of Terraform JSON. */
export class SynthesizedOutputReader implements AssemblyReader {
  read(directory: string, versionNumber: string, models?: GivenModels): Assembly {
    const absolute = resolve(directory);
    const engine = engineOf(absolute);
    const read = engine === 'cloudformation' ? readCloudAssembly : readTerraform;
    return assemble({ directory, engine, ...read(absolute, versionNumber, models) }, versionNumber);
  }
}

/** A cloud assembly lists artifacts in its manifest; CDKTF lists stacks. */
export function engineOf(directory: string): Engine {
  const manifest = join(directory, 'manifest.json');
  const isManifest = existsSync(manifest);
  if (isManifest && !Object.hasOwn(readJson<object>(manifest), 'stacks')) return 'cloudformation';
  if (findFolders(directory).length > 0) return 'terraform';
  throw new InferenceError(
    'AssemblyMissing',
    `${directory} (no manifest.json and no .tf.json): must be a cloud assembly or Terraform JSON. ` +
      `run "cdk synth --output ${directory}" or "cdktf synth --output ${directory}"`,
  );
}
