const MIB = 1024 * 1024;

/** Node.js and onnxruntime, and what a request takes. */
const RUNTIME_MIB = 256;

/** A loaded model takes its weights up to three times: file, initializers, pre-packed copy. */
export function comfortableMemoryMib(modelBytes: number): number {
  return RUNTIME_MIB + (3 * modelBytes) / MIB;
}

/** What a model takes at the very least: its weights once. */
export function leastMemoryMib(modelBytes: number): number {
  return RUNTIME_MIB + modelBytes / MIB;
}
