import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { functionFiles, hookFiles } from '@inference-constructs/core/out/serving/function-code';
import { copyFiles, staged } from './staging';

/** The asset of a function's code. */
export function functionCode(model: LoadedPackage, handler: readonly PackageFile[]): Code {
  return code('function', model, handler, functionFiles(handler, model));
}

/** The asset of the function that scores a version of the model. */
export function hookCode(model: LoadedPackage, bundle: readonly PackageFile[]): Code {
  return code('hook', model, bundle, hookFiles(bundle, model));
}

/** The asset of the function that forecasts. */
export function forecastCode(bundle: readonly PackageFile[]): Code {
  return Code.fromAsset(dirname(bundle[0].source));
}

function code(kind: string, model: LoadedPackage, bundle: readonly PackageFile[], files: readonly PackageFile[]): Code {
  const identity = createHash('sha256')
    .update(`${kind}\0${digestFiles(bundle)}\0${model.digest}`)
    .digest('hex');
  return Code.fromAsset(
    model.directory,
    staged(identity, 'directory', (directory) => copyFiles(files, directory)),
  );
}
