import { gpusOf, processorsOf } from '../catalog/devices';
import { instanceMemory } from '../catalog/instance-memory';
import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';
import { neededMemoryMib } from './measured';
import { leastMemoryMib } from './model-memory';
import type { ServedModel } from './served-model';

/** What one copy of a component takes of an instance. */
export interface RequirementsSpec {
  readonly model: ServedModel;
  /** On any of which a copy may be placed. */
  readonly instanceTypes: readonly string[];
  readonly cpuCores?: number;
  /** GPUs; 0 for a model that runs on processors beside them. */
  readonly accelerators?: number;
  readonly minMemoryMib?: number;
  readonly maxMemoryMib?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

export interface Requirements {
  readonly cpuCores?: number;
  readonly accelerators: number;
  readonly minMemoryMib: number;
  readonly maxMemoryMib?: number;
}

/** SageMaker: the least that a copy can ask for. */
export const LEAST_REQUIREMENTS = { cpuCores: 0.25, accelerators: 1, memoryMib: 128 } as const;

const MIB_IN_GIB = 1024;

/** A GPU where the instances have them, else a processor, and the memory that the model takes while it is loaded. */
export function requirementsOf(spec: RequirementsSpec): Requirements {
  const { instanceTypes, isUnresolved } = spec;
  const known = instanceTypes.filter((type) => !isUnresolved(type));
  const hasGpus = known.some((type) => (gpusOf(type) ?? 0) > 0);
  const accelerators = spec.accelerators ?? (hasGpus ? 1 : 0);
  const onCpu = !isUnresolved(accelerators) && accelerators === 0;
  const asked: Requirements = {
    cpuCores: spec.cpuCores ?? (onCpu ? 1 : undefined),
    accelerators,
    minMemoryMib: spec.minMemoryMib ?? defaultMemoryMib(spec.model, known),
    maxMemoryMib: spec.maxMemoryMib,
  };
  checkRanges(asked, isUnresolved);
  for (const type of known) checkFit(asked, type, isUnresolved);
  return asked;
}

/** In SageMaker's words. */
export function requirementProperties({
  cpuCores,
  accelerators,
  minMemoryMib,
  maxMemoryMib,
}: Requirements): Properties {
  return {
    ...(cpuCores === undefined ? {} : { NumberOfCpuCoresRequired: cpuCores }),
    ...(accelerators === 0 ? {} : { NumberOfAcceleratorDevicesRequired: accelerators }),
    MinMemoryRequiredInMb: minMemoryMib,
    ...(maxMemoryMib === undefined ? {} : { MaxMemoryRequiredInMb: maxMemoryMib }),
  };
}

/** What is comfortable, where every instance type has it; else what it takes at the least. */
function defaultMemoryMib(model: ServedModel, types: readonly string[]): number {
  const { bytes, manifest } = model;
  if (bytes === undefined) {
    throw new InferenceError(
      'MemoryUnknown',
      `memory (of ${manifest.name}, whose size is not known here): needed to place its copies. set minMemory`,
    );
  }
  const smallest = Math.min(...types.map((type) => (instanceMemory(type)?.hostGib ?? Infinity) * MIB_IN_GIB));
  const needed = neededMemoryMib(model);
  return needed <= smallest ? needed : Math.ceil(leastMemoryMib(bytes));
}

function checkRanges(asked: Requirements, isUnresolved: (value: unknown) => boolean): void {
  const { cpuCores, accelerators, minMemoryMib, maxMemoryMib } = asked;
  const isGiven = (value: number | undefined): value is number => value !== undefined && !isUnresolved(value);
  if (isGiven(cpuCores) && !(cpuCores >= LEAST_REQUIREMENTS.cpuCores)) {
    throw new InferenceError(
      'CpuCoresOutOfRange',
      `CPU cores (${cpuCores}): at least ${LEAST_REQUIREMENTS.cpuCores} a copy. ask for more, or leave them out`,
    );
  }
  if (isGiven(accelerators) && !(Number.isInteger(accelerators) && accelerators >= 0)) {
    throw new InferenceError(
      'AcceleratorsOutOfRange',
      `accelerators (${accelerators}): a whole number a copy, and 0 for a model that runs on processors. choose one in that range`,
    );
  }
  if (isGiven(minMemoryMib) && !(Number.isInteger(minMemoryMib) && minMemoryMib >= LEAST_REQUIREMENTS.memoryMib)) {
    throw new InferenceError(
      'MemoryOutOfRange',
      `minimum memory (${minMemoryMib} MiB): whole MiB, at least ${LEAST_REQUIREMENTS.memoryMib} a copy. ask for more`,
    );
  }
  if (isGiven(minMemoryMib) && isGiven(maxMemoryMib) && maxMemoryMib < minMemoryMib) {
    throw new InferenceError(
      'MemoryOutOfRange',
      `maximum memory (${maxMemoryMib} MiB): at least the minimum (${minMemoryMib} MiB). raise it, or leave it out`,
    );
  }
}

/** One copy on an empty instance; where the catalogue knows what it has. */
function checkFit(asked: Requirements, type: string, isUnresolved: (value: unknown) => boolean): void {
  const over = lacking(asked, type, isUnresolved);
  if (over === undefined) return;
  throw new InferenceError(
    'ComponentTooLargeForInstance',
    `${over.what} (${over.asked}): ${type} has ${over.has}, so no copy can be placed. ask for less, or choose a larger instance type`,
  );
}

interface Lack {
  readonly what: string;
  readonly asked: string;
  readonly has: string;
}

function lacking(asked: Requirements, type: string, isUnresolved: (value: unknown) => boolean): Lack | undefined {
  const memory = instanceMemory(type);
  const exceeds = (value: number | undefined, has: number | undefined): has is number =>
    value !== undefined && has !== undefined && !isUnresolved(value) && value > has;
  const [cores, gpus, mib] = [processorsOf(type), gpusOf(type), memory && memory.hostGib * MIB_IN_GIB];
  if (exceeds(asked.accelerators, gpus)) {
    return { what: 'accelerators', asked: String(asked.accelerators), has: String(gpus) };
  }
  if (exceeds(asked.cpuCores, cores)) return { what: 'CPU cores', asked: String(asked.cpuCores), has: String(cores) };
  if (exceeds(asked.minMemoryMib, mib)) {
    return { what: 'minimum memory', asked: `${asked.minMemoryMib} MiB`, has: `${mib} MiB` };
  }
  return undefined;
}
