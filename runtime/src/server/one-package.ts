import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** Refuses a directory of versions where one package is served, and says how they would be. */
export function checkHoldsOne(directory: string): void {
  const holds = (inner: string): boolean => existsSync(join(directory, inner, 'model.json'));
  if (!existsSync(directory) || holds('.')) {
    return;
  }
  const version = readdirSync(directory).sort().find(holds);
  if (version !== undefined) {
    throw new InferenceError(
      'ModelFileMissing',
      `${join(directory, 'model.json')}: must exist. Put one model package into this directory, or set ` +
        `${Environment.RELOAD}=true to serve each of its sub-directories, such as '${version}', as a version.`,
    );
  }
}
