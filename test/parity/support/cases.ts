// First: they stand in for what the constructs read.
import * as cdk from '../../cdk/support/synth';
import * as cdktf from '../../cdktf/support/synth';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { Rollout } from '@inference-constructs/cdk';
import { Rollout as RolloutOfTerraform } from '@inference-constructs/cdktf';
import type { ModelPackage } from '@inference-constructs/core';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';

/** What both constructs of both engines are asked for. */
interface Asked {
  readonly model?: ModelPackage;
  readonly environment?: Record<string, string>;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  readonly expectedRequestsPerMinute?: number;
}

export interface FunctionCase extends Asked {
  readonly architecture?: 'x86_64' | 'arm64';
  readonly memorySize?: number;
  readonly timeoutSeconds?: number;
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  readonly functionUrl?: boolean;
  /** The layer of the layer package, rather than one that is already there. */
  readonly ownLayer?: boolean;
}

export interface EndpointCase extends Asked {
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly endpointName?: string;
}

export interface Pair {
  readonly cdk: ResourceGraph;
  readonly cdktf: ResourceGraph;
}

const ARCHITECTURES = { x86_64: Architecture.X86_64, arm64: Architecture.ARM_64 };

export function functionOnCdk(asked: FunctionCase): ResourceGraph {
  const { architecture, timeoutSeconds, ownLayer, ...rest } = asked;
  return cdk.functionTemplate({
    ...sharedOnCdk(rest),
    memorySize: asked.memorySize,
    architecture: architecture === undefined ? undefined : ARCHITECTURES[architecture],
    timeout: timeoutSeconds === undefined ? undefined : Duration.seconds(timeoutSeconds),
    ...(ownLayer === true ? { onnxruntimeLayer: undefined } : {}),
  }).graph;
}

export function functionOnCdktf(asked: FunctionCase): ResourceGraph {
  const { ownLayer, ...rest } = asked;
  return cdktf.functionJson({
    ...given(rest),
    ...rolloutOnCdktf(asked.rollout),
    ...(ownLayer === true ? { onnxruntimeLayerArn: undefined } : {}),
  }).graph;
}

export function endpointOnCdk(asked: EndpointCase): ResourceGraph {
  const { instanceType, instanceCount, endpointName, ...rest } = asked;
  return cdk.endpointTemplate({ ...sharedOnCdk(rest), instanceType, instanceCount, endpointName }).graph;
}

export function endpointOnCdktf(asked: EndpointCase): ResourceGraph {
  return cdktf.endpointJson({ ...given(asked), ...rolloutOnCdktf(asked.rollout) }).graph;
}

export const functionPair = (asked: FunctionCase): Pair => ({
  cdk: functionOnCdk(asked),
  cdktf: functionOnCdktf(asked),
});

export const endpointPair = (asked: EndpointCase): Pair => ({
  cdk: endpointOnCdk(asked),
  cdktf: endpointOnCdktf(asked),
});

function sharedOnCdk({ rollout, latencyLimitMilliseconds, ...rest }: Asked) {
  const bake = rollout === undefined ? undefined : Duration.minutes(rollout.bakeMinutes);
  return {
    ...given(rest),
    latencyLimit: latencyLimitMilliseconds === undefined ? undefined : Duration.millis(latencyLimitMilliseconds),
    rollout:
      rollout?.kind === 'canary'
        ? Rollout.canary({ percent: rollout.percent, bake: bake! })
        : bake && Rollout.allAtOnce({ bake }),
  };
}

function rolloutOnCdktf(rollout: RolloutSpec | undefined) {
  if (rollout === undefined) return {};
  const { bakeMinutes } = rollout;
  return {
    rollout:
      rollout.kind === 'canary'
        ? RolloutOfTerraform.canary({ percent: rollout.percent, bakeMinutes })
        : RolloutOfTerraform.allAtOnce({ bakeMinutes }),
  };
}

/** Without what is undefined, which would replace a default of the test's own. */
function given<T extends object>(asked: T): Omit<T, 'rollout'> {
  const entries = Object.entries(asked).filter(([name, value]) => name !== 'rollout' && value !== undefined);
  return Object.fromEntries(entries) as Omit<T, 'rollout'>;
}
