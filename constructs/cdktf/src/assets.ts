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
  return filesOf(join(assets, 'handler'), HANDLER_FILE, RUNTIME_ASSETS.HANDLER);
}

/** Files of the function that scores a version before it gets traffic. */
export function acceptanceHookFiles(assets = ASSETS): PackageFile[] {
  return filesOf(join(assets, 'hook'), HELPER_FILE, RUNTIME_ASSETS.HOOK);
}

/** Files of the function that moves the alias. */
export function deployerFiles(assets = ASSETS): PackageFile[] {
  return filesOf(join(assets, 'deployer'), HELPER_FILE, RUNTIME_ASSETS.DEPLOYER);
}

/** Files of the function that forecasts. */
export function forecastFiles(assets = ASSETS): PackageFile[] {
  return filesOf(join(assets, 'forecast'), HELPER_FILE, RUNTIME_ASSETS.FORECAST);
}

function filesOf(directory: string, main: string, asset: string): PackageFile[] {
  const file = join(directory, main);
  if (existsSync(file)) return listPackageFiles(directory);
  throw runtimeAssetMissing(asset, file, '@inference-constructs/cdktf');
}
