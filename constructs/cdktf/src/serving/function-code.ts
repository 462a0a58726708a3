import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { writeZip } from '@inference-constructs/core/out/model/zip';
import type { Plan } from '@inference-constructs/core/out/plan/plan';
import { DEPLOYER } from '@inference-constructs/core/out/rollout/deployer';
import { ACCEPTANCE_HOOK } from '@inference-constructs/core/out/serving/acceptance-hook';
import { checkDirectUpload, functionFiles, hookFiles } from '@inference-constructs/core/out/serving/function-code';
import { acceptanceHookFiles, deployerFiles } from '../assets';
import type { OwnArguments } from '../render/render-plan';
import type { FunctionImage } from './function-image';
import { stagedFile } from './staging';

/** Where a function's code lies. */
export type CodeFile = Readonly<Record<'filename' | 'sourceCodeHash', string>>;

/** Code of the functions that a plan has: the one that serves, the one that scores versions, and the one that deploys them. */
export function functionsCode(
  scope: Construct,
  { resources }: Plan,
  model: LoadedPackage,
  handler: readonly PackageFile[],
  image?: FunctionImage,
): OwnArguments {
  const has = (entry: string) => resources.some(({ id }) => id === entry);
  return {
    Function: image === undefined ? functionCode(scope, model, handler) : { imageUri: image._bind(scope) },
    ...(has(ACCEPTANCE_HOOK) ? { [ACCEPTANCE_HOOK]: hookCode(scope, model, acceptanceHookFiles()) } : {}),
    ...(has(DEPLOYER) ? { [DEPLOYER]: deployerCode(scope, deployerFiles()) } : {}),
  };
}

/** The zip of a function's code. */
function functionCode(scope: Construct, model: LoadedPackage, handler: readonly PackageFile[]): CodeFile {
  checkDirectUpload('Terraform', handler, model);
  const identity = `${digestFiles(handler).slice(7, 39)}${model.digest.slice(7, 39)}`;
  return zipped(scope, 'Code', identity, functionFiles(handler, model));
}

/** The zip of the function that scores a version of the model. */
function hookCode(scope: Construct, model: LoadedPackage, bundle: readonly PackageFile[]): CodeFile {
  const files = hookFiles(bundle, model);
  return zipped(new Construct(scope, 'AcceptanceHookFiles'), 'Code', digestFiles(files).slice(7, 71), files);
}

/** The zip of the function that moves the alias. */
function deployerCode(scope: Construct, bundle: readonly PackageFile[]): CodeFile {
  return zipped(new Construct(scope, 'RolloutDeployerFiles'), 'Code', digestFiles(bundle).slice(7, 71), bundle);
}

/** The zip of the function that forecasts. */
export function forecastCode(scope: Construct, bundle: readonly PackageFile[]): CodeFile {
  return zipped(scope, 'Code', digestFiles(bundle).slice(7, 71), bundle);
}

function zipped(scope: Construct, id: string, identity: string, files: readonly PackageFile[]): CodeFile {
  const zip = stagedFile(scope, identity, 'code.zip');
  const { sha256 } = writeZip(files, zip);
  const asset = new TerraformAsset(scope, id, { path: zip, type: AssetType.FILE, assetHash: hexOf(sha256) });
  return { filename: asset.path, sourceCodeHash: sha256 };
}

/** The first half of a digest: enough to tell versions apart, and short enough for a path. */
function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex').slice(0, 32);
}
