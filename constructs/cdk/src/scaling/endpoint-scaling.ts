import type { CfnEndpoint, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { checkOnce } from '@inference-constructs/core/out/scaling/capacity';
import type { DeclaredVariants } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { declaresWeights, scalableVariant } from '@inference-constructs/core/out/scaling/endpoint-scaling';
import { retainedProperties } from '@inference-constructs/core/out/scaling/retained';
import { variantId } from '@inference-constructs/core/out/serving/endpoint-variants';
import { l1Props } from '../render/l1-props';
import type { InstanceScalingProps } from './bounds';
import { ScalableInstanceCount } from './scalable-instance-count';

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
  return new ScalableInstanceCount(scope, id, { ...props, ...variant, endpointName: endpoint.attrEndpointName });
}
