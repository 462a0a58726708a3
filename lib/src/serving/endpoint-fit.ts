import { instanceMemory } from '../catalog/instance-memory';
import { InferenceError } from '../errors';
import { neededMemoryMib } from './measured';
import { leastMemoryMib } from './model-memory';
import type { ServedModel } from './served-model';

interface Placed {
  readonly model: ServedModel;
  readonly instanceType: string;
  /** GPUs that run it; 0 where it runs on processors beside them. Default: one, where there is one. */
  readonly accelerators?: number;
}

const GIB_IN_MIB = 1024;

/** Refuses a model that cannot be loaded on its instance type, and says where it is tight; where both sizes are known. */
export function checkModelFit(
  { model, instanceType, accelerators = 1 }: Placed,
  isUnresolved: (value: unknown) => boolean,
): string[] {
  if (model.bytes === undefined || isUnresolved(instanceType)) return [];
  const known = instanceMemory(instanceType);
  if (known === undefined) return [];
  const memory = accelerators === 0 ? { hostGib: known.hostGib } : known;
  const where = memory.gpuGib === undefined ? `${memory.hostGib} GiB of memory` : `${memory.gpuGib} GiB on a GPU`;
  const available = Math.min(memory.hostGib, memory.gpuGib ?? Infinity) * GIB_IN_MIB;
  const { name } = model.manifest;
  if (leastMemoryMib(model.bytes) > available) {
    throw new InferenceError(
      'ModelTooLargeForInstance',
      `instance type (${instanceType}): has ${where}, and ${name} takes at least ${Math.ceil(leastMemoryMib(model.bytes))} MiB. ` +
        'choose a larger type, or make the model smaller (quantization)',
    );
  }
  // What was measured of the process is not what the model takes on a GPU.
  const needed = neededMemoryMib(memory.gpuGib === undefined ? model : { bytes: model.bytes });
  if (needed <= available) return [];
  return [
    `${instanceType} has ${where}, and ${name} may take up to ${needed} MiB while it is loaded: try it before you rely on it`,
  ];
}
