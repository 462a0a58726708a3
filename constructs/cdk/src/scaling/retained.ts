import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { CfnEndpoint, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { resolveIntrinsics } from '@inference-constructs/core/out/graph/cloudformation';
import { variantNames } from '@inference-constructs/core/out/graph/scaled-variant';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import { INSTANCES } from '@inference-constructs/core/out/scaling/dimensions';
import { retainedProperties } from '@inference-constructs/core/out/scaling/retained';
import { l1Props } from '../render/l1-props';
import { configurationOf } from '../rollout/declared-endpoint';

/** Lets an endpoint keep what was scaled when it is updated, unless its author said otherwise. */
export function keepScaled(endpoint: CfnEndpoint, isScaled = () => true): void {
  if (endpoint.retainAllVariantProperties !== undefined) return;
  const ifScaled = <T>(value: () => T) => Lazy.any({ produce: () => (isScaled() ? value() : undefined) });
  endpoint.retainAllVariantProperties = ifScaled(() => true);
  endpoint.excludeRetainedVariantProperties ??= ifScaled(
    () => l1Props<CfnEndpointProps>(retainedProperties(declaresWeights(endpoint))).excludeRetainedVariantProperties,
  );
}

/** The same, once its stack has a scalable target of its instances, whoever declares it. */
export function keepIfScaled(endpoint: CfnEndpoint): void {
  keepScaled(endpoint, () =>
    Stack.of(endpoint)
      .node.findAll()
      .some((node) => CfnScalableTarget.isCfnScalableTarget(node) && scalesInstances(node, endpoint)),
  );
}

function scalesInstances(target: CfnScalableTarget, endpoint: CfnEndpoint): boolean {
  const stack = Stack.of(endpoint);
  if (Stack.of(target) !== stack || target.scalableDimension !== INSTANCES) return false;
  const read = (value: unknown) => resolveIntrinsics(stack.resolve(value));
  const names = variantNames({ ScalableDimension: INSTANCES, ResourceId: read(target.resourceId) });
  if (names === undefined) return false;
  const [reference] = referencesIn(names.endpointName);
  return reference?.id === read(endpoint.logicalId) || names.endpointName === read(endpoint.endpointName);
}

/** How the traffic is split or copied is declared where there is something to split. */
function declaresWeights(endpoint: CfnEndpoint): boolean {
  const config = configurationOf(endpoint);
  if (config === undefined) return false;
  const { productionVariants, shadowProductionVariants } = config;
  const declared = Stack.of(config).resolve([productionVariants, shadowProductionVariants ?? []]) as Properties[][];
  return declared.flat().length > 1;
}
