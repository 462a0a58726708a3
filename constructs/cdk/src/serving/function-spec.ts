import { Aws, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { pinnedFiles } from '@inference-constructs/core/out/model/pinned-package';
import { defaultHookName } from '@inference-constructs/core/out/serving/acceptance-hook';
import type { FunctionSpec } from '@inference-constructs/core/out/serving/function';
import { handlerBytes } from '@inference-constructs/core/out/serving/function-code';
import { architectureName } from '../architecture';
import { handlerFiles } from '../assets';
import { inMilliseconds, inSeconds } from '../units';
import { endpointNetwork } from './endpoint-network';
import { corsSpec } from './function-url-cors';
import type { OnnxFunctionProps } from './onnx-function-props';
import type { OnnxruntimeLayer } from './onnxruntime-layer';
import { onnxruntimeLayer } from './onnxruntime-layer';

/** What the CDK knows of a function, and its author says; with what no plan can hold. */
export function functionSpec(scope: Construct, props: OnnxFunctionProps) {
  const model = pinnedFiles(props.model);
  const handler = handlerFiles();
  const architecture = architectureName(props.architecture);
  const network = endpointNetwork(scope, props);
  const { layer, digest: layerDigest } = chooseLayer(scope, props, architecture);
  const spec: FunctionSpec = {
    model,
    architecture,
    memoryMib: props.memorySize,
    timeoutSeconds: inSeconds('timeout', props.timeout),
    environment: props.environment,
    rollout: props.rollout?._spec,
    latencyLimitMilliseconds: inMilliseconds('latency limit', props.latencyLimit),
    expectedRequestsPerMinute: props.expectedRequestsPerMinute,
    reservedConcurrency: props.reservedConcurrency,
    provisionedConcurrency: props.provisionedConcurrency,
    hasUrl: props.functionUrl,
    cors: corsSpec(props.functionUrlCors),
    layerArn: layer?.layerVersionArn,
    hasOwnLayer: props.onnxruntimeLayer !== undefined,
    isImage: props.image !== undefined,
    partition: Aws.PARTITION,
    region: Aws.REGION,
    account: Aws.ACCOUNT_ID,
    hookName: hookName(scope),
    hasOwnPreHook: props.preHook !== undefined,
    handlerBytes: handlerBytes(handler),
    network: network?.spec,
    isUnresolved: (value) => Token.isUnresolved(value),
  };
  return { spec, model, handler, architecture, network, layer, layerDigest };
}

function hookName(scope: Construct): string {
  const { stackName, node } = Stack.of(scope);
  return defaultHookName(Token.isUnresolved(stackName) ? node.id : stackName, scope.node.id, scope.node.path);
}

function chooseLayer(
  scope: Construct,
  { onnxruntimeLayer: layer, image }: OnnxFunctionProps,
  architecture: Architecture,
): Partial<OnnxruntimeLayer> {
  return layer !== undefined || image !== undefined ? { layer } : onnxruntimeLayer(scope, architecture);
}
