import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import type { Block } from '../reading';
import { entriesOf, isGiven } from '../reading';

export const CONFIG = 'AWS::SageMaker::EndpointConfig';
export const CREATE_CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html';

/** The variants of an endpoint configuration, and its shadows. */
const LISTS = ['ProductionVariants', 'ShadowProductionVariants'] as const;

/** A variant as an endpoint configuration declares it. */
export interface DeclaredVariant {
  readonly config: GraphResource;
  readonly list: (typeof LISTS)[number];
  readonly variant: Block;
  /** How a message calls it. */
  readonly called: string;
}

export function declaredVariants(graph: ResourceGraph): readonly DeclaredVariant[] {
  return graph.once(readVariants);
}

function readVariants(graph: ResourceGraph): DeclaredVariant[] {
  return graph.ofType(CONFIG).flatMap((config) =>
    LISTS.flatMap((list) =>
      entriesOf(config.properties[list]).map((variant) => ({
        config,
        list,
        variant,
        called: isGiven(variant.VariantName) === false ? 'a variant' : `variant ${String(variant.VariantName)}`,
      })),
    ),
  );
}

/** Every instance type that a variant may run on. */
export function instanceTypesOf({ InstanceType, InstancePools }: Block): unknown[] {
  return [InstanceType, ...entriesOf(InstancePools).map((pool) => pool.InstanceType)];
}
