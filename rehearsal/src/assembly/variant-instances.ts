import { instanceTypesOf } from '@inference-constructs/core/out/rules/variants/declared';
import type { DeclaredVariant } from './assembly-reader';

type Block = Readonly<Record<string, unknown>>;

/** What a variant runs on, as far as the template says. */
export interface VariantInstances {
  /** Its own, or those of its pools, the first that SageMaker asks for first. None for a serverless variant. */
  readonly instanceTypes: readonly string[];
  readonly count?: number;
  /** Construct path of its registration with Application Auto Scaling, and the bounds. */
  readonly scaling?: { readonly path: string; readonly min?: number; readonly max?: number };
  readonly serverless?: Block;
}

export function instancesOf({ properties, scaling: [target] }: DeclaredVariant): VariantInstances {
  const { InitialInstanceCount, ServerlessConfig: serverless } = properties;
  return {
    instanceTypes: instanceTypesOf(properties).filter((type) => typeof type === 'string'),
    count: numberOf(InitialInstanceCount),
    ...(target === undefined
      ? {}
      : {
          scaling: {
            path: target.path,
            min: numberOf(target.properties.MinCapacity),
            max: numberOf(target.properties.MaxCapacity),
          },
        }),
    ...(serverless !== null && typeof serverless === 'object' ? { serverless: serverless as Block } : {}),
  };
}

function numberOf(value: unknown): number | undefined {
  const parsed = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}
