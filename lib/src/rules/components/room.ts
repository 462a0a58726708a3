import { gpusOf, processorsOf } from '../../catalog/devices';
import { instanceMemory } from '../../catalog/instance-memory';
import type { GraphResource } from '../../graph/resource-graph';
import type { Properties } from '../../plan/plan';
import type { Block } from '../reading';
import { block, number } from '../reading';
import type { RuleContext } from '../rule';
import { instanceTypesOf } from '../variants/declared';

const MIB_IN_GIB = 1024;

/** What a copy takes, as SageMaker calls it, and how much of it an instance type has; undefined where nobody knows. */
export const RESOURCES = [
  { property: 'NumberOfAcceleratorDevicesRequired', what: 'accelerators', of: gpusOf },
  { property: 'NumberOfCpuCoresRequired', what: 'CPU cores', of: processorsOf },
  {
    property: 'MinMemoryRequiredInMb',
    what: 'MiB of memory',
    of: (type: string) => {
      const memory = instanceMemory(type);
      return memory && memory.hostGib * MIB_IN_GIB;
    },
  },
] as const;

/** What one copy takes on an instance type. */
export interface Placed {
  readonly instanceType: string;
  readonly requirements: Block;
}

/** Where copies of a component may be: on the type of the variant, or on those that it has specifications for. */
export function placesOf(component: GraphResource, variant: Properties | undefined, context: RuleContext): Placed[] {
  const { Specification, Specifications } = component.properties;
  const single = requirementsOf(Specification);
  const isKnown = (type: unknown): type is string => typeof type === 'string' && !context.isUnresolved(type);
  if (single !== undefined) {
    return instanceTypesOf(variant ?? {})
      .filter(isKnown)
      .map((instanceType) => ({ instanceType, requirements: single }));
  }
  return (Array.isArray(Specifications) ? (Specifications as Properties[]) : []).flatMap((each) => {
    const requirements = requirementsOf(each);
    return isKnown(each.InstanceType) && requirements !== undefined
      ? [{ instanceType: each.InstanceType, requirements }]
      : [];
  });
}

function requirementsOf(specification: unknown): Block | undefined {
  return block(block(specification)?.ComputeResourceRequirements);
}

/** The most instances that a variant can have. */
export function mostInstances(variant: Properties, context: RuleContext): number | undefined {
  const scaling = block(variant.ManagedInstanceScaling);
  const isOn = scaling !== undefined && scaling.Status !== 'DISABLED' && scaling.MaxInstanceCount !== undefined;
  return number(isOn ? scaling.MaxInstanceCount : variant.InitialInstanceCount, context);
}

/** How many copies fit on one empty instance; undefined where nothing is known of it, 0 where none does. */
export function copiesPerInstance({ instanceType, requirements }: Placed, context: RuleContext): number | undefined {
  const counts = RESOURCES.flatMap(({ property, of }) => {
    const [asked, has] = [number(requirements[property], context), of(instanceType)];
    return asked === undefined || has === undefined || asked <= 0 ? [] : [Math.floor(has / asked)];
  });
  return counts.length === 0 ? undefined : Math.min(...counts);
}
