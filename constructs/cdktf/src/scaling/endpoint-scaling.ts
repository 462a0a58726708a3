import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkOnce } from '@inference-constructs/core/out/scaling/capacity';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import {
  measuredVariant,
  scalableVariant,
  scaledInstanceNotes,
} from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { VARIANT_NAME, variantId } from '@inference-constructs/core/out/serving/endpoint-variants';
import { annotate } from '../annotations';
import type { InstanceScalingProps, ScalingBounds } from './bounds';
import { ScalableAsyncInstanceCount } from './scalable-async-instance-count';
import { ScalableInstanceCount } from './scalable-instance-count';
import { ScalableServerlessConcurrency } from './scalable-serverless-concurrency';

/** Construct id of what scales a construct. */
export const SCALING_ID = 'Scaling';

/** Lets a variant of an endpoint scale. */
export function scaleEndpoint(
  scope: Construct,
  endpoint: SagemakerEndpoint,
  declared: DeclaredVariants,
  props: InstanceScalingProps,
): ScalableInstanceCount {
  const variant = at(scope.node.path, () => scalableVariant(declared, props.variantName));
  const id = variantId(SCALING_ID, variant.variantName);
  at(scope.node.path, () => checkOnce(scope.node.tryFindChild(id) !== undefined, 'instances'));
  const scaling = new ScalableInstanceCount(scope, id, { ...props, ...variant, endpoint });
  scaling._knows(measuredVariant(declared, variant.variantName));
  annotate(scaling, scaledInstanceNotes(declared, variant.variantName));
  return scaling;
}

/** Lets the instances of an asynchronous endpoint scale. */
export function scaleAsyncEndpoint(
  scope: Construct,
  endpoint: SagemakerEndpoint,
  declared: DeclaredVariants,
  bounds: ScalingBounds,
): ScalableAsyncInstanceCount {
  const { instanceCount } = scalableVariant(declared);
  at(scope.node.path, () => checkOnce(scope.node.tryFindChild(SCALING_ID) !== undefined, 'instances'));
  const scaling = new ScalableAsyncInstanceCount(scope, SCALING_ID, {
    ...bounds,
    instanceCount,
    endpoint,
    variantName: VARIANT_NAME,
  });
  annotate(scaling, scaledInstanceNotes(declared));
  return scaling;
}

/** Lets the provisioned concurrency of a serverless endpoint scale. */
export function scaleServerlessEndpoint(
  scope: Construct,
  endpoint: SagemakerEndpoint,
  bounds: ScalingBounds,
): ScalableServerlessConcurrency {
  at(scope.node.path, () => checkOnce(scope.node.tryFindChild(SCALING_ID) !== undefined, 'provisioned concurrency'));
  return new ScalableServerlessConcurrency(scope, SCALING_ID, { ...bounds, endpoint, variantName: VARIANT_NAME });
}
