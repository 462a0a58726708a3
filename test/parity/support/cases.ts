// First: they stand in for what the constructs read.
import * as cdk from '../../cdk/support/synth';
import * as cdktf from '../../cdktf/support/synth';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { FunctionUrlCors, OnnxFunctionProps } from '@inference-constructs/cdk';
import { FunctionImage, Rollout, RoutingStrategy } from '@inference-constructs/cdk';
import type { CanaryOptions, OnnxFunctionProps as OnnxFunctionPropsOfTerraform } from '@inference-constructs/cdktf';
import {
  FunctionImage as FunctionImageOfTerraform,
  Rollout as RolloutOfTerraform,
  RoutingStrategy as RoutingStrategyOfTerraform,
} from '@inference-constructs/cdktf';
import type { ModelPackage } from '@inference-constructs/core';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { CorsSpec } from '@inference-constructs/core/out/serving/function-cors';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';

/** What both constructs of both engines are asked for. */
export interface Asked {
  readonly model?: ModelPackage;
  readonly environment?: Record<string, string>;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  readonly expectedRequestsPerMinute?: number;
}

/** What the instances of an endpoint are given. */
export interface InstancesAsked {
  readonly volumeSizeGib?: number;
  readonly inferenceAmiVersion?: string;
  readonly modelDataDownloadTimeoutSeconds?: number;
  readonly containerStartupHealthCheckTimeoutSeconds?: number;
  readonly routing?: string;
}

export interface FunctionCase extends Asked {
  readonly architecture?: 'x86_64' | 'arm64';
  readonly memorySize?: number;
  readonly timeoutSeconds?: number;
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  readonly functionUrl?: boolean;
  readonly cors?: CorsSpec;
  /** URI of the image that it runs, rather than a zip. */
  readonly imageUri?: string;
  /** The layer of the layer package, rather than one that is already there. */
  readonly ownLayer?: boolean;
}

export interface EndpointCase extends Asked, InstancesAsked {
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly endpointName?: string;
}

export interface Pair {
  readonly cdk: ResourceGraph;
  readonly cdktf: ResourceGraph;
}

const ARCHITECTURES = { x86_64: Architecture.X86_64, arm64: Architecture.ARM_64 };

export function functionPropsOnCdk(asked: FunctionCase): Partial<OnnxFunctionProps> {
  const { architecture, timeoutSeconds, ownLayer, cors, imageUri, ...rest } = asked;
  const { maxAgeSeconds, ...allowed } = cors ?? {};
  return {
    ...sharedOnCdk(rest),
    functionUrlCors: cors && {
      ...(allowed as FunctionUrlCors),
      maxAge: maxAgeSeconds === undefined ? undefined : Duration.seconds(maxAgeSeconds),
    },
    image: imageUri === undefined ? undefined : FunctionImage.fromImageUri(imageUri),
    memorySize: asked.memorySize,
    architecture: architecture === undefined ? undefined : ARCHITECTURES[architecture],
    timeout: timeoutSeconds === undefined ? undefined : Duration.seconds(timeoutSeconds),
    ...(ownLayer === true || imageUri !== undefined ? { onnxruntimeLayer: undefined } : {}),
  };
}

export function functionPropsOnCdktf(asked: FunctionCase): Partial<OnnxFunctionPropsOfTerraform> {
  const { ownLayer, cors, imageUri, ...rest } = asked;
  return {
    ...given(rest),
    functionUrlCors: cors as FunctionUrlCors | undefined,
    image: imageUri === undefined ? undefined : FunctionImageOfTerraform.fromImageUri(imageUri),
    ...rolloutOnCdktf(asked.rollout),
    ...(ownLayer === true || imageUri !== undefined ? { onnxruntimeLayerArn: undefined } : {}),
  };
}

/** Of what both engines' endpoints on instances are given alike. */
export const endpointPropsOnCdk = <T extends Asked & InstancesAsked>({
  volumeSizeGib,
  modelDataDownloadTimeoutSeconds: download,
  containerStartupHealthCheckTimeoutSeconds: startup,
  routing,
  ...asked
}: T) => ({
  ...sharedOnCdk(asked),
  ...(volumeSizeGib === undefined ? {} : { volumeSize: Size.gibibytes(volumeSizeGib) }),
  ...(download === undefined ? {} : { modelDataDownloadTimeout: Duration.seconds(download) }),
  ...(startup === undefined ? {} : { containerStartupHealthCheckTimeout: Duration.seconds(startup) }),
  ...(routing === undefined ? {} : { routingStrategy: RoutingStrategy.of(routing) }),
});
export const endpointPropsOnCdktf = <T extends Asked & InstancesAsked>({ routing, ...asked }: T) => ({
  ...given(asked),
  ...rolloutOnCdktf(asked.rollout),
  ...(routing === undefined ? {} : { routingStrategy: RoutingStrategyOfTerraform.of(routing) }),
});

export const functionOnCdk = (asked: FunctionCase): ResourceGraph =>
  cdk.functionTemplate(functionPropsOnCdk(asked)).graph;

export const functionOnCdktf = (asked: FunctionCase): ResourceGraph =>
  cdktf.functionJson(functionPropsOnCdktf(asked)).graph;

export const endpointOnCdk = (asked: EndpointCase): ResourceGraph =>
  cdk.endpointTemplate(endpointPropsOnCdk(asked)).graph;

export const endpointOnCdktf = (asked: EndpointCase): ResourceGraph =>
  cdktf.endpointJson(endpointPropsOnCdktf(asked)).graph;

export const functionPair = (asked: FunctionCase): Pair => ({
  cdk: functionOnCdk(asked),
  cdktf: functionOnCdktf(asked),
});

export const endpointPair = (asked: EndpointCase): Pair => ({
  cdk: endpointOnCdk(asked),
  cdktf: endpointOnCdktf(asked),
});

function sharedOnCdk<T extends Asked>({ rollout, latencyLimitMilliseconds, ...rest }: T) {
  return {
    ...given(rest),
    latencyLimit: latencyLimitMilliseconds === undefined ? undefined : Duration.millis(latencyLimitMilliseconds),
    rollout: rollout && onCdk(rollout),
  };
}

function onCdk(rollout: RolloutSpec): Rollout {
  const bake = Duration.minutes(rollout.bakeMinutes);
  const wait = 'terminationWaitMinutes' in rollout ? rollout.terminationWaitMinutes : undefined;
  const terminationWait = wait === undefined ? undefined : Duration.minutes(wait);
  switch (rollout.kind) {
    case 'canary':
      return Rollout.canary({ percent: rollout.percent, bake, terminationWait });
    case 'linear':
      return Rollout.linear({ percent: rollout.percent, bake, terminationWait });
    case 'rolling':
      return Rollout.rolling({ percent: rollout.percent, bake, rollbackPercent: rollout.rollbackPercent });
    case 'blue-green':
      return Rollout.blueGreen({ bake, terminationWait });
    case 'all-at-once':
      return Rollout.allAtOnce({ bake });
  }
}

function rolloutOnCdktf(rollout: RolloutSpec | undefined) {
  return rollout === undefined ? {} : { rollout: onCdktf(rollout) };
}

function onCdktf({ kind, ...options }: RolloutSpec): RolloutOfTerraform {
  switch (kind) {
    case 'canary':
      return RolloutOfTerraform.canary(options as CanaryOptions);
    case 'linear':
      return RolloutOfTerraform.linear(options as CanaryOptions);
    case 'rolling':
      return RolloutOfTerraform.rolling(options);
    case 'blue-green':
      return RolloutOfTerraform.blueGreen(options);
    case 'all-at-once':
      return RolloutOfTerraform.allAtOnce(options);
  }
}

/** Without what is undefined, which would replace a default of the test's own. */
function given<T extends object>(asked: T): Omit<T, 'rollout'> {
  const entries = Object.entries(asked).filter(([name, value]) => name !== 'rollout' && value !== undefined);
  return Object.fromEntries(entries) as Omit<T, 'rollout'>;
}
