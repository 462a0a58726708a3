import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { pinnedFiles } from '@inference-constructs/core/out/model/pinned-package';
import { deploysOnApply } from '@inference-constructs/core/out/rollout/deployer';
import { DEFAULT_ROLLOUT } from '@inference-constructs/core/out/rollout/rollout';
import { defaultHookName } from '@inference-constructs/core/out/serving/acceptance-hook';
import type { FunctionSpec } from '@inference-constructs/core/out/serving/function';
import { handlerBytes } from '@inference-constructs/core/out/serving/function-code';
import { architectureName } from '../architecture';
import { handlerFiles } from '../assets';
import { ACCOUNT_OF_ROLE, partitionOf, regionOf } from '../render/account';
import { endpointNetwork } from './endpoint-network';
import type { OnnxFunctionProps } from './onnx-function-props';
import { onnxruntimeLayer } from './onnxruntime-layer';

/** What Terraform knows of a function, and its author says; with what no plan can hold. */
export function functionSpec(scope: Construct, props: OnnxFunctionProps) {
  const model = pinnedFiles(props.model);
  const handler = handlerFiles();
  const architecture = architectureName(props.architecture);
  const rollout = props.rollout?._spec ?? DEFAULT_ROLLOUT;
  const spec: FunctionSpec = {
    model,
    architecture,
    memoryMib: props.memorySize,
    timeoutSeconds: props.timeoutSeconds,
    environment: props.environment,
    rollout,
    latencyLimitMilliseconds: props.latencyLimitMilliseconds,
    expectedRequestsPerMinute: props.expectedRequestsPerMinute,
    reservedConcurrency: props.reservedConcurrency,
    provisionedConcurrency: props.provisionedConcurrency,
    hasUrl: props.functionUrl,
    cors: props.functionUrlCors,
    layerArn: layerArn(scope, props, architecture),
    hasOwnLayer: props.onnxruntimeLayerArn !== undefined,
    isImage: props.image !== undefined,
    partition: partitionOf(scope),
    region: regionOf(scope),
    account: ACCOUNT_OF_ROLE,
    hookName: defaultHookName(TerraformStack.of(scope).node.id, scope.node.id, scope.node.path),
    hasOwnPreHook: props.preHookName !== undefined,
    hasDeployer: deploysOnApply(rollout, props.deployOnApply),
    handlerBytes: handlerBytes(handler),
    network: endpointNetwork(props, 'Lambda'),
    isUnresolved: (value) => Token.isUnresolved(value),
  };
  return { spec, model, handler, rollout };
}

function layerArn(
  scope: Construct,
  { onnxruntimeLayerArn: layer, image }: OnnxFunctionProps,
  architecture: Architecture,
): string | undefined {
  return layer !== undefined || image !== undefined ? layer : onnxruntimeLayer(scope, architecture).arn;
}
