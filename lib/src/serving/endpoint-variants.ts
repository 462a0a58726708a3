import { InferenceError } from '../errors';
import type { PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import type { InstancesSpec } from './endpoint-instances';
import { instancesProperties } from './endpoint-instances';
import type { Placement } from './placement';
import { placementProperties } from './placement';
import type { StartupSpec } from './startup-timeouts';
import { startupProperties } from './startup-timeouts';
import type { ModelData, ServedModel } from './served-model';

/** The variant of an endpoint that serves its own model. */
export const VARIANT_NAME = 'live';

/** Another model that takes a share of the traffic of an endpoint. */
export interface VariantSpec extends ModelData {
  readonly name: string;
  readonly model: ServedModel;
  readonly weight: number;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

interface InstanceVariant extends InstancesSpec, Placement, StartupSpec {
  readonly name?: string;
  readonly weight?: number;
  readonly instanceCount: number;
}

/** SageMaker: ten variants an endpoint, and the pattern of their names. */
const MAX_VARIANTS = 10;
export const VARIANT_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/** How an endpoint is made of variants: a new one for every release. */
export function decideConfig(variants: readonly Properties[], beside: Properties = {}): PlannedResource {
  return {
    id: 'Config',
    type: 'AWS::SageMaker::EndpointConfig',
    perRelease: true,
    properties: { ProductionVariants: variants, ...beside },
  };
}

/** A variant on instances of its own. */
export function instanceVariant(variant: InstanceVariant): Properties {
  const { name = VARIANT_NAME, weight = 1, instanceCount } = variant;
  return {
    VariantName: name,
    ModelName: ref(variantId('Model', name), 'ModelName'),
    ...placementProperties(variant),
    InitialInstanceCount: instanceCount,
    InitialVariantWeight: weight,
    ...instancesProperties(variant),
    ...startupProperties(variant),
  };
}

/** Construct id of what belongs to a variant. */
export function variantId(id: string, variant: string): string {
  return variant === VARIANT_NAME ? id : `${id}-${variant}`;
}

/** Share of the traffic that goes to the endpoint's own model, from 0 to 1; undefined where a weight is a token. */
export function liveShare(
  weight: number,
  variants: readonly VariantSpec[],
  isUnresolved: (value: unknown) => boolean,
): number | undefined {
  const weights = [weight, ...variants.map((variant) => variant.weight)];
  return weights.some(isUnresolved) ? undefined : weight / weights.reduce((sum, each) => sum + each, 0);
}

export function checkVariants(
  weight: number,
  variants: readonly VariantSpec[],
  isUnresolved: (value: unknown) => boolean,
): void {
  if (variants.length >= MAX_VARIANTS) {
    throw new InferenceError(
      'VariantsTooMany',
      `variants (${variants.length + 1}): at most ${MAX_VARIANTS} on an endpoint. serve the others from an endpoint of their own`,
    );
  }
  checkVariantNames([VARIANT_NAME, ...variants.map(({ name }) => name)], isUnresolved);
  const weights = [weight, ...variants.map((variant) => variant.weight)].filter((each) => !isUnresolved(each));
  const negative = weights.find((each) => !(each >= 0 && Number.isFinite(each)));
  const areAllKnown = weights.length === variants.length + 1;
  if (negative !== undefined || (areAllKnown && weights.every((each) => each === 0))) {
    throw new InferenceError(
      'WeightOutOfRange',
      `weight (${negative ?? 0}): a number of at least 0, and above 0 for one variant at least. traffic is split by weight over the sum of weights`,
    );
  }
}

export function checkVariantNames(names: readonly string[], isUnresolved: (value: unknown) => boolean): void {
  const invalid = names.find((name) => !isUnresolved(name) && !VARIANT_PATTERN.test(name));
  if (invalid !== undefined) {
    throw new InferenceError(
      'VariantNameInvalid',
      `variant name (${JSON.stringify(invalid)}): at most 63 letters, digits and hyphens. write for example "challenger"`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InferenceError(
      'VariantNameTaken',
      `variant name (${JSON.stringify(twice)}): names one variant only, and "${VARIANT_NAME}" is that of the endpoint's own model. choose another name`,
    );
  }
}
