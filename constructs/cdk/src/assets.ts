import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { listPackageFiles } from '@inference-constructs/core/out/model/package-files';
import {
  HANDLER_FILE,
  HELPER_FILE,
  RUNTIME_ASSETS,
  runtimeAssetMissing,
} from '@inference-constructs/core/out/serving/runtime-assets';

/** What gets deployed travels inside the package. */
const ASSETS = join(__dirname, '..', 'assets');

/** Files of the Lambda handler; `HANDLER_FILE` among them. */
export function handlerFiles(assets = ASSETS): PackageFile[] {
  const directory = join(assets, 'handler');
  requireFile(join(directory, HANDLER_FILE), RUNTIME_ASSETS.HANDLER);
  return listPackageFiles(directory);
}

/** Files of the function that scores a version before it gets traffic. */
export function acceptanceHookFiles(assets = ASSETS): PackageFile[] {
  const directory = join(assets, 'hook');
  requireFile(join(directory, HELPER_FILE), RUNTIME_ASSETS.HOOK);
  return listPackageFiles(directory);
}

/** Files of the function that forecasts. */
export function forecastFiles(assets = ASSETS): PackageFile[] {
  const directory = join(assets, 'forecast');
  requireFile(join(directory, HELPER_FILE), RUNTIME_ASSETS.FORECAST);
  return listPackageFiles(directory);
}

/** Files from which the image of a function is built, with the model package beside them. */
export function functionImageFiles(assets = ASSETS): PackageFile[] {
  const directory = join(assets, 'function-image');
  requireFile(join(directory, 'Dockerfile'), RUNTIME_ASSETS.FUNCTION_IMAGE);
  return listPackageFiles(directory);
}

/** Directory from which the container image is built with the given Dockerfile. */
export function containerDirectory(dockerfile: string, assets = ASSETS): string {
  const directory = join(assets, 'container');
  requireFile(join(directory, dockerfile), RUNTIME_ASSETS.CONTAINER);
  return directory;
}

function requireFile(file: string, asset: string): void {
  if (!existsSync(file)) throw runtimeAssetMissing(asset, file, '@inference-constructs/cdk');
}
