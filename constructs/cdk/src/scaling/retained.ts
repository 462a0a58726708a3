import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { CfnEndpoint, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import { AspectPriority, Aspects, Lazy, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { resolveIntrinsics } from '@inference-constructs/core/out/graph/cloudformation';
import { variantNames } from '@inference-constructs/core/out/graph/scaled-variant';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import { INSTANCES } from '@inference-constructs/core/out/scaling/dimensions';
import { retainedProperties } from '@inference-constructs/core/out/scaling/retained';
import { l1Props } from '../render/l1-props';
import { configurationOf } from '../rollout/declared-endpoint';

/** Lets an endpoint keep what was scaled when it is updated, unless its author said otherwise. */
export function keepScaled(endpoint: CfnEndpoint): void {
  if (endpoint.retainAllVariantProperties !== undefined) return;
  const { retainAllVariantProperties } = retained(false);
  endpoint.retainAllVariantProperties = retainAllVariantProperties;
  // Its variants may be written later.
  const excluded = () => retained(declaresWeights(endpoint)).excludeRetainedVariantProperties;
  endpoint.excludeRetainedVariantProperties ??= Lazy.any({ produce: excluded });
}

function retained(hasWeights: boolean) {
  return l1Props<CfnEndpointProps>(retainedProperties(hasWeights));
}

/** The endpoints of a stack that keep what a target scales, whoever declares the target. */
const kept = new WeakMap<Stack, Set<CfnEndpoint>>();

/** The same, where the finished stack has a scalable target of its instances. */
export function keepIfScaled(endpoint: CfnEndpoint): void {
  const stack = Stack.of(endpoint);
  const known = kept.get(stack);
  const endpoints = known ?? new Set();
  endpoints.add(endpoint);
  if (known !== undefined) return;
  kept.set(stack, endpoints);
  Aspects.of(stack).add(
    { visit: (node) => keepScaledBy(node, stack, endpoints) },
    { priority: AspectPriority.MUTATING },
  );
}

function keepScaledBy(target: IConstruct, stack: Stack, endpoints: ReadonlySet<CfnEndpoint>): void {
  if (!CfnScalableTarget.isCfnScalableTarget(target) || Stack.of(target) !== stack) return;
  const read = (value: unknown) => resolveIntrinsics(stack.resolve(value));
  const ScalableDimension = read(target.scalableDimension);
  if (ScalableDimension !== INSTANCES) return;
  const name = variantNames({ ScalableDimension, ResourceId: read(target.resourceId) })?.endpointName;
  if (name === undefined) return;
  const [reference] = referencesIn(name);
  for (const endpoint of endpoints) {
    if (reference?.id === stack.getLogicalId(endpoint) || name === read(endpoint.endpointName)) keepScaled(endpoint);
  }
}

/** How the traffic is split or copied is declared where there is something to split. */
function declaresWeights(endpoint: CfnEndpoint): boolean {
  const config = configurationOf(endpoint);
  if (config === undefined) return false;
  const { productionVariants, shadowProductionVariants } = config;
  const declared = Stack.of(config).resolve([productionVariants, shadowProductionVariants ?? []]) as Properties[][];
  return declared.flat().length > 1;
}
