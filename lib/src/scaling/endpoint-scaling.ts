import { InferenceError } from '../errors';
import type { BenchResult } from '../model/bench';
import { instanceTypeOf } from '../serving/default-instance';
import { ENDPOINT_DEFAULTS } from '../serving/endpoint';
import { SHADOW_DEFAULTS } from '../serving/endpoint-shadow';
import type { InstancePoolSpec } from '../serving/instance-pools';
import { VARIANT_NAME } from '../serving/endpoint-variants';
import type { ServedModel } from '../serving/served-model';

interface DeclaredVariant {
  readonly name: string;
  readonly model?: Pick<ServedModel, 'bytes' | 'bench'>;
  readonly weight: number;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

/** What an endpoint declares of its variants. */
export interface DeclaredVariants {
  readonly model?: Pick<ServedModel, 'bytes' | 'bench'>;
  /** Whether the runtime serves the models, which is what was measured. Default: true. */
  readonly publishesPredictions?: boolean;
  readonly instanceType?: string;
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly instanceCount?: number;
  readonly weight?: number;
  readonly variants?: readonly DeclaredVariant[];
  readonly shadow?: {
    readonly name?: string;
    readonly model?: Pick<ServedModel, 'bytes' | 'bench'>;
    readonly instanceType?: string;
  };
  readonly expectedRequestsPerMinute?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

export interface ScalableVariant {
  readonly variantName: string;
  /** None where there are pools, which may differ in their devices. */
  readonly instanceType?: string;
  readonly instanceCount: number;
  /** Of the variant's share. */
  readonly expectedRequestsPerMinute?: number;
}

/** One variant of an endpoint, as far as its scaling needs to know. */
export function scalableVariant(declared: DeclaredVariants, variantName: string = VARIANT_NAME): ScalableVariant {
  const { weight = 1, variants = [], expectedRequestsPerMinute: requests, isUnresolved } = declared;
  const all: DeclaredVariant[] = [{ name: VARIANT_NAME, weight }, ...variants];
  const variant = all.find(({ name }) => name === variantName);
  if (declared.shadow !== undefined && variantName === (declared.shadow.name ?? SHADOW_DEFAULTS.name)) {
    throw new InferenceError(
      'ShadowNotScalable',
      `variant (${JSON.stringify(variantName)}): a shadow, which is not scaled here. declare the instances that its share of the peak needs`,
    );
  }
  if (variant === undefined) {
    throw new InferenceError(
      'VariantUnknown',
      `variant (${JSON.stringify(variantName)}): one of ${all.map(({ name }) => name).join(', ')}. name one that the endpoint has`,
    );
  }
  const { instanceCount = ENDPOINT_DEFAULTS.instanceCount } = declared;
  const isKnown = requests !== undefined && ![requests, ...all.map((each) => each.weight)].some(isUnresolved);
  const share = isKnown ? variant.weight / all.reduce((sum, each) => sum + each.weight, 0) : undefined;
  return {
    variantName,
    instanceType: variant.instanceType ?? (declared.instancePools ? undefined : instanceTypeOf(declared)),
    instanceCount: variant.instanceCount ?? instanceCount,
    ...(share === undefined || requests === undefined ? {} : { expectedRequestsPerMinute: requests * share }),
  };
}

/** The default type follows the models: a larger one would change that of a variant that scales, which SageMaker refuses. */
export function scaledInstanceNotes(declared: DeclaredVariants, variantName: string = VARIANT_NAME): string[] {
  const { model, instanceType, instancePools, variants = [] } = declared;
  const given = variants.find(({ name }) => name === variantName)?.instanceType ?? instanceType;
  if (given !== undefined || instancePools !== undefined) return [];
  // Of models that are loaded by requests nothing is known, now or later.
  if (model === undefined && variants.length === 0) return [];
  return [
    `instance type (none given, of instances that scale): ${instanceTypeOf(declared)} follows the size of the model, and the type of a variant that scales cannot change in one step. name instanceType`,
  ];
}

/** What was measured of the model of a variant; undefined where nothing was, or where another container serves it. */
export function measuredVariant(
  { model, variants = [], publishesPredictions = true }: DeclaredVariants,
  variantName: string = VARIANT_NAME,
): BenchResult | undefined {
  if (!publishesPredictions) return undefined;
  return (variantName === VARIANT_NAME ? model : variants.find(({ name }) => name === variantName)?.model)?.bench;
}

/** What scales must be said somehow. */
export function checkEndpointGiven(endpoint: unknown, endpointName: string | undefined): void {
  if (endpoint !== undefined || endpointName !== undefined) return;
  throw new InferenceError(
    'EndpointMissing',
    'endpoint (none): the endpoint or its name. pass endpoint or endpointName',
  );
}

/** Whether the author says how the traffic is split or copied, which a deployment then sets. */
export function declaresWeights({ weight, variants = [], shadow }: DeclaredVariants): boolean {
  return weight !== undefined || variants.length > 0 || shadow !== undefined;
}
