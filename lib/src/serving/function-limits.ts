import type { Architecture } from '../catalog/lambda';
import { LAMBDA, ONNXRUNTIME } from '../catalog/lambda';
import { InferenceError } from '../errors';
import type { LoadedPackage } from '../model/load';
import { comfortableMemoryMib } from './model-memory';

interface FunctionSize {
  readonly model: LoadedPackage;
  readonly architecture?: Architecture;
  readonly memoryMib?: number;
  readonly timeoutSeconds?: number;
  readonly handlerBytes: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** Lambda's processor share grows with memory, and 512 MiB keeps a cold start short. */
export function defaultMemoryMib(model: LoadedPackage): number {
  return Math.max(512, Math.ceil(comfortableMemoryMib(model.bytes) / 64) * 64);
}

export function checkFunctionLimits(spec: FunctionSize): void {
  const layer = ONNXRUNTIME.UNZIPPED_BYTES[spec.architecture ?? 'x86_64'];
  const bytes = spec.model.bytes + spec.handlerBytes + layer;
  if (bytes > LAMBDA.MAX_UNZIPPED_BYTES) {
    throw new InferenceError(
      'PackageTooLargeForFunction',
      `size of model package, handler and onnxruntime layer (${bytes} bytes): at most ${LAMBDA.MAX_UNZIPPED_BYTES} bytes unzipped on Lambda. ` +
        `serve this model (${spec.model.bytes} bytes) with an InferenceEndpoint, or make it smaller (quantization)`,
    );
  }
  const memory = spec.memoryMib ?? defaultMemoryMib(spec.model);
  if (!spec.isUnresolved(memory)) {
    inRange('MemoryOutOfRange', 'memory', memory, LAMBDA.MIN_MEMORY_MIB, LAMBDA.MAX_MEMORY_MIB, 'MiB');
  }
  if (spec.timeoutSeconds !== undefined && !spec.isUnresolved(spec.timeoutSeconds)) {
    inRange('TimeoutOutOfRange', 'timeout', spec.timeoutSeconds, 1, LAMBDA.MAX_TIMEOUT_SECONDS, 'seconds');
  }
}

function inRange(code: string, what: string, value: number, least: number, most: number, unit: string): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InferenceError(
      code,
      `${what} (${value} ${unit}): a whole number from ${least} to ${most} ${unit}. choose a value in that range`,
    );
  }
}
