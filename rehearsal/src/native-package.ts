import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** What runs the models: native code, of which this machine has its own. */
export const NATIVE_PACKAGE = 'onnxruntime-node';

export interface NativePackage {
  readonly directory: string;
  readonly version: string;
}

/**
 * This machine's own, to stand in for another's.
 * @param wanted the version it must have; any where it is undefined
 * @param whose what it stands in for, in words
 */
export function ownNativePackage(wanted: string | undefined, whose: string): NativePackage {
  const directory = ownDirectory();
  const own = directory === undefined ? 'none' : versionOf(directory);
  if (directory === undefined || (wanted !== undefined && own !== wanted)) {
    throw new InferenceError(
      'OnnxruntimeMismatch',
      `${NATIVE_PACKAGE} of this machine (${own}): must be ${wanted ?? 'there'} to stand in for ${whose}. ` +
        `run "npm install ${NATIVE_PACKAGE}${wanted === undefined ? '' : `@${wanted}`}"`,
    );
  }
  return { directory, version: own };
}

/** The version of the package in a directory. */
export function versionOf(directory: string): string {
  return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string }).version;
}

function ownDirectory(): string | undefined {
  try {
    return dirname(require.resolve(`${NATIVE_PACKAGE}/package.json`));
  } catch {
    return undefined;
  }
}
