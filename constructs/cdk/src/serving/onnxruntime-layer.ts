import { statSync } from 'node:fs';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Code, LayerVersion, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { digestFile } from '@inference-constructs/core/out/model/digest';
import { decideLayer } from '@inference-constructs/core/out/serving/layer';
import { architectureOf } from '../architecture';
import { layerZip } from './layer-zip';

export interface OnnxruntimeLayer {
  readonly layer: ILayerVersion;
  /**
   * Identifies the content, where it is known: a layer that is replaced keeps its logical id, and that is all of it that
   * goes into the hash of a version.
   */
  readonly digest?: string;
}

interface LayerProperties {
  readonly Description: string;
  readonly CompatibleArchitectures: readonly Architecture[];
  readonly CompatibleRuntimes: readonly string[];
}

/** The layer with onnxruntime that all functions of a stack and architecture share. */
export function onnxruntimeLayer(scope: Construct, architecture: Architecture): OnnxruntimeLayer {
  const zip = layerZip(architecture);
  const stack = Stack.of(scope);
  const { id, properties } = decideLayer(architecture);
  const { Description, CompatibleArchitectures, CompatibleRuntimes } = properties as unknown as LayerProperties;
  const shared = stack.node.tryFindChild(id) as LayerVersion | undefined;
  const layer =
    shared ??
    new LayerVersion(stack, id, {
      code: Code.fromAsset(zip),
      description: Description,
      compatibleArchitectures: CompatibleArchitectures.map(architectureOf),
      compatibleRuntimes: CompatibleRuntimes.map((name) => new Runtime(name, RuntimeFamily.NODEJS)),
    });
  return { layer, digest: digestFile({ path: zip, source: zip, bytes: statSync(zip).size }) };
}
