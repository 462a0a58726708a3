import { createHash } from 'node:crypto';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { copyFiles, staged } from './staging';

/** Code of a function: the handler at the root, the model package under `model/`. */
export function functionCode(model: LoadedPackage, handler: readonly PackageFile[]): Code {
  const identity = createHash('sha256')
    .update(`function\0${digestFiles(handler)}\0${model.digest}`)
    .digest('hex');
  return Code.fromAsset(
    model.directory,
    staged(identity, 'directory', (directory) => {
      copyFiles(handler, directory);
      copyFiles(
        model.files.map((file) => ({ ...file, path: `model/${file.path}` })),
        directory,
      );
    }),
  );
}
