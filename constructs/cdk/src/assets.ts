import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { listPackageFiles } from '@inference-constructs/core/out/model/package-files';

/** What gets deployed travels inside the package. */
const ASSETS = join(__dirname, '..', 'assets');

/** Files of the Lambda handler; `index.mjs` among them. */
export function handlerFiles(assets = ASSETS): PackageFile[] {
  const directory = join(assets, 'handler');
  requireFile(join(directory, 'index.mjs'), 'the Lambda handler');
  return listPackageFiles(directory);
}

/** Directory from which the container image is built with the given Dockerfile. */
export function containerDirectory(dockerfile: string, assets = ASSETS): string {
  const directory = join(assets, 'container');
  requireFile(join(directory, dockerfile), 'the container of the runtime');
  return directory;
}

function requireFile(file: string, what: string): void {
  if (existsSync(file)) return;
  throw new InferenceError(
    'RuntimeAssetMissing',
    `${what} (${file}): missing from @inference-constructs/cdk. install the package again or, in a checkout, run "npm run build"`,
  );
}
