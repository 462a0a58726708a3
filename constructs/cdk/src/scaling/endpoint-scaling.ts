import type { CfnEndpoint, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkOnce } from '@inference-constructs/core/out/scaling/capacity';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import {
  declaresWeights,
  measuredVariant,
  scalableVariant,
  scaledInstanceNotes,
} from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { retainedProperties } from '@inference-constructs/core/out/scaling/retained';
import { variantId } from '@inference-constructs/core/out/serving/endpoint-variants';
import { annotate } from '../annotations';
import { l1Props } from '../render/l1-props';
import type { InstanceScalingProps, ScalingBounds } from './bounds';
import { ScalableAsyncInstanceCount } from './scalable-async-instance-count';
import { ScalableInstanceCount } from './scalable-instance-count';
import { ScalableServerlessConcurrency } from './scalable-serverless-concurrency';

/** Construct id of what scales a construct. */
export const SCALING_ID = 'Scaling';

/** Lets a variant of an endpoint scale, and the endpoint keep what was scaled. */
export function scaleEndpoint(
  scope: Construct,
  endpoint: CfnEndpoint,
  declared: DeclaredVariants,
  props: InstanceScalingProps,
): ScalableInstanceCount {
  const variant = at(scope.node.path, () => scalableVariant(declared, props.variantName));
  const id = variantId(SCALING_ID, variant.variantName);
  at(scope.node.path, () => checkOnce(scope.node.tryFindChild(id) !== undefined, 'instances'));
  Object.assign(endpoint, l1Props<CfnEndpointProps>(retainedProperties(declaresWeights(declared))));
  const scaling = new ScalableInstanceCount(scope, id, {
    ...props,
    ...variant,
    endpointName: endpoint.attrEndpointName,
  });
  scaling._knows(measuredVariant(declared, variant.variantName));
  annotate(scaling, scaledInstanceNotes(declared, variant.variantName));
  return scaling;
}

/** Lets the instances of an asynchronous endpoint scale, and the endpoint keep what was scaled. */
export function scaleAsyncEndpoint(
  scope: Construct,
  endpoint: CfnEndpoint,
  declared: DeclaredVariants,
  bounds: ScalingBounds,
): ScalableAsyncInstanceCount {
  const { instanceCount } = scalableVariant(declared);
  at(scope.node.path, () => checkOnce(scope.node.tryFindChild(SCALING_ID) !== undefined, 'instances'));
  Object.assign(endpoint, l1Props<CfnEndpointProps>(retainedProperties()));
  const scaling = new ScalableAsyncInstanceCount(scope, SCALING_ID, {
    ...bounds,
    instanceCount,
    endpointName: endpoint.attrEndpointName,
  });
  annotate(scaling, scaledInstanceNotes(declared));
  return scaling;
}

/** Lets the provisioned concurrency of a serverless endpoint scale. */
export function scaleServerlessEndpoint(
  scope: Construct,
  endpoint: CfnEndpoint,
  bounds: ScalingBounds,
): ScalableServerlessConcurrency {
  at(scope.node.path, () => checkOnce(scope.node.tryFindChild(SCALING_ID) !== undefined, 'provisioned concurrency'));
  return new ScalableServerlessConcurrency(scope, SCALING_ID, { ...bounds, endpointName: endpoint.attrEndpointName });
}
