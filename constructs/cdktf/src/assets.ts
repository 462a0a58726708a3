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
  const file = join(directory, 'index.mjs');
  if (existsSync(file)) return listPackageFiles(directory);
  throw new InferenceError(
    'RuntimeAssetMissing',
    `the Lambda handler (${file}): missing from @inference-constructs/cdktf. install the package again or, in a checkout, run "npm run build"`,
  );
}
