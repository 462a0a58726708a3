import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { LAMBDA } from '@inference-constructs/core/out/catalog/lambda';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { writeZip } from '@inference-constructs/core/out/model/zip';
import { stagedFile } from './staging';

/** Names and headers in the zip: far more than they take. */
const ZIP_OVERHEAD_BYTES = 64 * 1024;

/** Code of a function: the handler at the root, the model package under `model/`. */
export function functionCode(
  scope: Construct,
  model: LoadedPackage,
  handler: readonly PackageFile[],
): { filename: string; sourceCodeHash: string } {
  const files = [...handler, ...model.files.map((file) => ({ ...file, path: `model/${file.path}` }))];
  const bytes = handler.reduce((sum, file) => sum + file.bytes, model.bytes);
  if (bytes + ZIP_OVERHEAD_BYTES > LAMBDA.MAX_DIRECT_UPLOAD_BYTES) {
    throw new InferenceError(
      'CodeTooLargeForUpload',
      `size of model package and handler (${bytes} bytes): Terraform uploads at most ${LAMBDA.MAX_DIRECT_UPLOAD_BYTES} bytes of code to Lambda. ` +
        `serve this model (${model.bytes} bytes) with an InferenceEndpoint, or make it smaller (quantization)`,
    );
  }
  const identity = `${digestFiles(handler).slice(7, 39)}${model.digest.slice(7, 39)}`;
  const zip = stagedFile(scope, identity, 'code.zip');
  const { sha256 } = writeZip(files, zip);
  const asset = new TerraformAsset(scope, 'Code', { path: zip, type: AssetType.FILE, assetHash: hexOf(sha256) });
  return { filename: asset.path, sourceCodeHash: sha256 };
}

/** The first half of a digest: enough to tell versions apart, and short enough for a path. */
function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex').slice(0, 32);
}
