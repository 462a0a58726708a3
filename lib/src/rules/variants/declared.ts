import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import type { Block } from '../reading';
import { block, entriesOf, isGiven } from '../reading';

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

/** What the variants and shadows of a configuration are called; undefined where not all of them are known. */
export function namesOf({ properties }: GraphResource): readonly string[] | undefined {
  const lists = LISTS.map((list) => properties[list]).filter((list) => isGiven(list) !== false);
  if (!lists.every((list): list is unknown[] => Array.isArray(list))) return undefined;
  const names = lists
    .flat()
    .filter((each) => isGiven(each) !== false)
    .map((each) => block(each)?.VariantName);
  return names.every((name) => typeof name === 'string') ? names : undefined;
}

/** Every instance type that a variant may run on: its own, or those of its pools, in the order in which SageMaker asks for them. */
export function instanceTypesOf({ InstanceType, InstancePools }: Block): unknown[] {
  return [InstanceType, ...poolsOf(InstancePools).map((pool) => pool.InstanceType)].filter(
    (type) => isGiven(type) !== false,
  );
}

/** The pools of a variant, the first that SageMaker asks for first; those of a priority that is not known last. */
export function poolsOf(pools: unknown): readonly Block[] {
  const priority = ({ Priority }: Block): number => (Number.isFinite(Number(Priority)) ? Number(Priority) : Infinity);
  return [...entriesOf(pools)].sort((a, b) => (priority(a) === priority(b) ? 0 : priority(a) - priority(b)));
}
