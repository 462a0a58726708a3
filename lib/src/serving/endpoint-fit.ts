import { instanceMemory } from '../catalog/instance-memory';
import { InferenceError } from '../errors';
import { neededMemoryMib } from './measured';
import { leastMemoryMib } from './model-memory';
import type { ServedModel } from './served-model';

interface Placed {
  readonly model: ServedModel;
  readonly instanceType: string;
}

const GIB_IN_MIB = 1024;

/** Refuses a model that cannot be loaded on its instance type, and says where it is tight; where both sizes are known. */
export function checkModelFit({ model, instanceType }: Placed, isUnresolved: (value: unknown) => boolean): string[] {
  if (model.bytes === undefined || isUnresolved(instanceType)) return [];
  const memory = instanceMemory(instanceType);
  if (memory === undefined) return [];
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
