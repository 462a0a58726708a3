import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkOnce } from '@inference-constructs/core/out/scaling/capacity';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { scalableVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { variantId } from '@inference-constructs/core/out/serving/endpoint-variants';
import type { InstanceScalingProps } from './bounds';
import { ScalableInstanceCount } from './scalable-instance-count';

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
  return new ScalableInstanceCount(scope, id, { ...props, ...variant, endpointName: endpoint.name });
}
