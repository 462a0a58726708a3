import { statSync } from 'node:fs';
import type { LambdaLayerVersion } from '@cdktf/provider-aws/lib/lambda-layer-version';
import { AssetType, TerraformAsset, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { digestFile } from '@inference-constructs/core/out/model/digest';
import { decideLayer } from '@inference-constructs/core/out/serving/layer';
import { renderLayer } from '../render/layer';
import { layerZip } from './layer-zip';

/** The layer with onnxruntime that all functions of a stack and architecture share. */
export function onnxruntimeLayer(scope: Construct, architecture: Architecture): LambdaLayerVersion {
  const stack = TerraformStack.of(scope);
  const plan = decideLayer(architecture);
  const shared = stack.node.tryFindChild(plan.id);
  if (shared !== undefined) return shared as LambdaLayerVersion;

  const zip = layerZip(architecture);
  const digest = digestFile({ path: zip, source: zip, bytes: statSync(zip).size });
  const asset = new TerraformAsset(stack, `${plan.id}Zip`, {
    path: zip,
    type: AssetType.FILE,
    assetHash: digest.slice(0, 32),
  });
  return renderLayer(stack, plan, {
    filename: asset.path,
    sourceCodeHash: Buffer.from(digest, 'hex').toString('base64'),
  });
}
