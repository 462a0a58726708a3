import { InferenceError } from '../errors';

/** The file by which the Lambda handler is known among its files. */
export const HANDLER_FILE = 'index.mjs';
/** The only file of a function that takes part in deployments, or forecasts. */
export const HELPER_FILE = 'index.js';

/** What a construct package brings along to deploy. */
export const RUNTIME_ASSETS = {
  HANDLER: 'the Lambda handler',
  HOOK: 'the acceptance hook',
  DEPLOYER: 'the deployer',
  CONTAINER: 'the container of the runtime',
  FUNCTION_IMAGE: 'the image of the Lambda handler',
  FORECAST: 'the function that forecasts',
} as const;

export function runtimeAssetMissing(asset: string, file: string, npmPackage: string): InferenceError {
  return new InferenceError(
    'RuntimeAssetMissing',
    `${asset} (${file}): missing from ${npmPackage}. install the package again or, in a checkout, run "npm run build"`,
  );
}
