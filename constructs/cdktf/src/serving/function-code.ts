import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { writeZip } from '@inference-constructs/core/out/model/zip';
import { checkDirectUpload, functionFiles } from '@inference-constructs/core/out/serving/function-code';
import { stagedFile } from './staging';

/** The zip of a function's code. */
export function functionCode(
  scope: Construct,
  model: LoadedPackage,
  handler: readonly PackageFile[],
): { filename: string; sourceCodeHash: string } {
  checkDirectUpload('Terraform', handler, model);
  const identity = `${digestFiles(handler).slice(7, 39)}${model.digest.slice(7, 39)}`;
  const zip = stagedFile(scope, identity, 'code.zip');
  const { sha256 } = writeZip(functionFiles(handler, model), zip);
  const asset = new TerraformAsset(scope, 'Code', { path: zip, type: AssetType.FILE, assetHash: hexOf(sha256) });
  return { filename: asset.path, sourceCodeHash: sha256 };
}

/** The first half of a digest: enough to tell versions apart, and short enough for a path. */
function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex').slice(0, 32);
}
