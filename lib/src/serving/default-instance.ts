import { instanceMemory } from '../catalog/instance-memory';
import type { InstancePoolSpec } from './instance-pools';
import { neededMemoryMib } from './measured';
import type { ServedModel } from './served-model';

/** The family that is taken where the author names no instance type: no GPU, x86_64, recent, and in every region. */
const FAMILY = 'ml.c7i';
/** Smallest first. */
const SIZES = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'];
const TYPES = SIZES.map((size) => `${FAMILY}.${size}`);

/** Where nothing is known of the models. */
export const SMALLEST_INSTANCE_TYPE = TYPES[0];

const MIB_IN_GIB = 1024;

interface Placed {
  readonly model?: Pick<ServedModel, 'bytes' | 'bench'>;
  readonly instanceType?: string;
}

/** Models on an endpoint; those that name no instance type are on that of the endpoint. */
export interface PlacedModels extends Placed {
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly variants?: readonly Placed[];
  readonly shadow?: Placed;
}

/**
 * The instance type of an endpoint: the author's, of pools the first; else the smallest of the default family with the memory that every model
 * on it takes comfortably, or the largest, on which `checkModelFit` judges. A model whose size is not known counts as small.
 */
export function instanceTypeOf({ model, instanceType, instancePools, variants = [], shadow }: PlacedModels): string {
  if (instanceType !== undefined) return instanceType;
  if (instancePools !== undefined) return instancePools[0].instanceType;
  const placed = [{ model }, ...variants, ...(shadow === undefined ? [] : [shadow])];
  const needed = Math.max(0, ...placed.filter((each) => each.instanceType === undefined).map(neededBy));
  const fits = (type: string) => (instanceMemory(type)?.hostGib ?? 0) * MIB_IN_GIB >= needed;
  return TYPES.find(fits) ?? TYPES[TYPES.length - 1];
}

function neededBy({ model }: Placed): number {
  return model?.bytes === undefined ? 0 : neededMemoryMib(model);
}

/** What a default that was chosen for the models costs more is not a surprise. */
export function defaultInstanceNotes(instanceType: string): string[] {
  if (instanceType === SMALLEST_INSTANCE_TYPE) return [];
  return [
    `instance type (none given): ${instanceType}, because ${SMALLEST_INSTANCE_TYPE} has not the memory that the model takes comfortably. name a type, or leave it at that`,
  ];
}
