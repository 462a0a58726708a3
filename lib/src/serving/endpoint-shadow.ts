import { isInf1 } from '../catalog/instances';
import { InferenceError } from '../errors';
import { given } from '../plan/given';
import type { RolloutSpec } from '../rollout/rollout';
import { checkInstances } from './endpoint-limits';
import type { VariantSpec } from './endpoint-variants';
import { checkVariantNames, VARIANT_NAME } from './endpoint-variants';
import type { Placement } from './placement';
import { typesOf } from './placement';
import type { ModelData, ServedModel } from './served-model';

/** A model that gets copies of an endpoint's requests, and whose answers nobody gets. */
export interface ShadowSpec extends ModelData {
  readonly name?: string;
  readonly model: ServedModel;
  /** Of the requests to the endpoint's own model. */
  readonly samplingPercentage?: number;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

/** The endpoint that is shadowed. */
interface Shadowed extends Placement {
  readonly instanceCount: number;
  readonly weight: number;
  readonly variants: readonly unknown[];
  readonly isUnresolved: (value: unknown) => boolean;
}

export const SHADOW_DEFAULTS = { name: 'shadow', samplingPercentage: 100 } as const;

/**
 * The shadow as a variant. Its configuration has no percentage: SageMaker copies as much as its weight is of that of
 * the production variant.
 */
export function shadowVariant(
  asked: ShadowSpec,
  endpoint: Shadowed,
): Required<Omit<VariantSpec, keyof ModelData>> & ModelData {
  const { instanceType, instanceCount, weight } = endpoint;
  const { samplingPercentage, ...shadow } = { ...SHADOW_DEFAULTS, instanceType, instanceCount, ...given(asked) };
  checkShadow({ ...shadow, samplingPercentage }, endpoint);
  return { ...shadow, weight: (samplingPercentage * weight) / 100 };
}

/** It publishes as a release of its own, so that no alarm takes its rows for those of the new release. */
export function shadowRelease(release: string): string {
  return `${release}-shadow`;
}

/** What is told of a shadow at synth. */
export function shadowNotes(asked: ShadowSpec | undefined, rollout: RolloutSpec['kind']): string[] {
  if (asked === undefined) return [];
  const { name, samplingPercentage } = { ...SHADOW_DEFAULTS, ...given(asked) };
  const copies = `${name}: gets copies of ${samplingPercentage} % of the requests; its answers are dropped, and no alarm rolls it back`;
  if (rollout !== 'rolling') return [copies];
  return [
    copies,
    'rolling rollout (with a shadow): SageMaker rolls no endpoint of several variants, and whether a shadow counts is not documented. try it before you rely on it',
  ];
}

/**
 * SageMaker copies from one production variant to one shadow
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html), and not on Inf1
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html).
 */
function checkShadow(shadow: Required<Omit<ShadowSpec, 'model' | keyof ModelData>>, endpoint: Shadowed): void {
  const { isUnresolved, variants, weight } = endpoint;
  if (variants.length > 0) {
    throw new InferenceError(
      'ShadowWithVariants',
      `variants (${variants.length + 1}): only one beside a shadow. leave out the other variants, or the shadow`,
    );
  }
  checkVariantNames([VARIANT_NAME, shadow.name], isUnresolved);
  const { samplingPercentage: percentage } = shadow;
  if (isUnresolved(percentage) || !(percentage > 0 && percentage <= 100)) {
    throw new InferenceError(
      'SamplingOutOfRange',
      `sampling percentage (${isUnresolved(percentage) ? 'a token' : percentage}): a number above 0 and up to 100, known at synth. write for example 25`,
    );
  }
  if (isUnresolved(weight) || weight === 0) {
    throw new InferenceError(
      'WeightOutOfRange',
      `weight (${isUnresolved(weight) ? 'a token' : weight}): a number above 0, known at synth, because that of the shadow is a share of it. leave it out`,
    );
  }
  checkInstances(shadow.instanceType, shadow.instanceCount, isUnresolved);
  const inferentia = [...typesOf(endpoint), shadow.instanceType].find(isInf1);
  if (inferentia === undefined) return;
  throw new InferenceError(
    'ShadowUnsupported',
    `instance type (${inferentia}): not with a shadow. choose a family other than inf1, or leave out the shadow`,
  );
}
