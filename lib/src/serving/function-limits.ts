import type { Architecture } from '../catalog/lambda';
import { LAMBDA, ONNXRUNTIME } from '../catalog/lambda';
import { InferenceError } from '../errors';
import type { LoadedPackage } from '../model/load';
import { neededMemoryMib } from './measured';
import { leastMemoryMib } from './model-memory';

interface FunctionSize {
  readonly model: LoadedPackage;
  readonly architecture?: Architecture;
  readonly memoryMib?: number;
  readonly timeoutSeconds?: number;
  readonly handlerBytes: number;
  readonly isImage?: boolean;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** Lambda's processor share grows with memory, and 512 MiB keeps a cold start short; the most there is where more were comfortable. */
export function defaultMemoryMib(model: LoadedPackage): number {
  return Math.min(Math.max(512, Math.ceil(neededMemoryMib(model) / 64) * 64), LAMBDA.MAX_MEMORY_MIB);
}

export function checkFunctionLimits(spec: FunctionSize): void {
  checkSize(spec);
  checkLeastMemory(spec.model);
  const memory = spec.memoryMib ?? defaultMemoryMib(spec.model);
  if (!spec.isUnresolved(memory)) {
    inRange('MemoryOutOfRange', 'memory', memory, LAMBDA.MIN_MEMORY_MIB, LAMBDA.MAX_MEMORY_MIB, 'MiB');
  }
  if (spec.timeoutSeconds !== undefined && !spec.isUnresolved(spec.timeoutSeconds)) {
    inRange('TimeoutOutOfRange', 'timeout', spec.timeoutSeconds, 1, LAMBDA.MAX_TIMEOUT_SECONDS, 'seconds');
  }
}

function checkSize({ model, architecture = 'x86_64', handlerBytes, isImage = false }: FunctionSize): void {
  const bytes = model.bytes + handlerBytes + ONNXRUNTIME.UNZIPPED_BYTES[architecture];
  const [limit, what, remedy] = isImage
    ? [LAMBDA.MAX_IMAGE_BYTES, 'in an image', 'an InferenceEndpoint']
    : [LAMBDA.MAX_UNZIPPED_BYTES, 'unzipped', 'an image (up to 10 GiB) or an InferenceEndpoint'];
  if (bytes <= limit) return;
  throw new InferenceError(
    'PackageTooLargeForFunction',
    `size of model package, handler and onnxruntime${isImage ? '' : ' layer'} (${bytes} bytes): at most ${limit} bytes ${what} on Lambda. ` +
      `serve this model (${model.bytes} bytes) with ${remedy}, or make it smaller (quantization)`,
  );
}

function checkLeastMemory({ manifest, bytes }: LoadedPackage): void {
  const least = Math.ceil(leastMemoryMib(bytes));
  if (least <= LAMBDA.MAX_MEMORY_MIB) return;
  throw new InferenceError(
    'PackageTooLargeForFunction',
    `least memory of ${manifest.name} (${least} MiB): at most ${LAMBDA.MAX_MEMORY_MIB} MiB on Lambda. ` +
      `serve this model (${bytes} bytes) with an InferenceEndpoint, or make it smaller (quantization)`,
  );
}

function inRange(code: string, what: string, value: number, least: number, most: number, unit: string): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InferenceError(
      code,
      `${what} (${value} ${unit}): a whole number from ${least} to ${most} ${unit}. choose a value in that range`,
    );
  }
}
