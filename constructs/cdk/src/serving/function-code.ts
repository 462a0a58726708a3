import { createHash } from 'node:crypto';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { functionFiles } from '@inference-constructs/core/out/serving/function-code';
import { copyFiles, staged } from './staging';

/** The asset of a function's code. */
export function functionCode(model: LoadedPackage, handler: readonly PackageFile[]): Code {
  const identity = createHash('sha256')
    .update(`function\0${digestFiles(handler)}\0${model.digest}`)
    .digest('hex');
  return Code.fromAsset(
    model.directory,
    staged(identity, 'directory', (directory) => {
      copyFiles(functionFiles(handler, model), directory);
    }),
  );
}
