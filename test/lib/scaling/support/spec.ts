import type { Scaled } from '@inference-constructs/core/out/scaling/scaled';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';

/** What scales, one of each kind. */
export const INSTANCES: Scaled = { kind: 'instances', endpointName: 'e', variantName: 'live' };
export const COPIES: Scaled = { kind: 'copies', inferenceComponentName: 'c' };
export const QUEUE: Scaled = { kind: 'asynchronous-instances', endpointName: 'e', variantName: 'live' };
export const SERVERLESS: Scaled = { kind: 'serverless-concurrency', endpointName: 'e', variantName: 'live' };
export const FUNCTION: Scaled = { kind: 'function-concurrency', functionName: 'f', aliasName: 'live' };

/** Stands for a number that is not known at synth. */
export const TOKEN = -1.5;

/** Bounds of a real-time variant, unless told otherwise. */
export function spec(given: Partial<ScalingSpec> = {}): ScalingSpec {
  return {
    scaled: INSTANCES,
    minCapacity: 1,
    maxCapacity: 8,
    path: 'Stack/Scaling',
    isUnresolved: (value) => value === TOKEN || value === 'token',
    ...given,
  };
}

/** A metric of the author's own. */
export const metric = { namespace: 'Queue', name: 'Depth', dimensions: { B: '2', A: '1' }, statistic: 'Average' };
export const source = { metrics: { metric } };
export const INVOCATIONS = 'SageMakerVariantInvocationsPerInstance';
