import { join } from 'node:path';
import { libraryDirectory } from './onnxruntime';

/** What onnxruntime loads for CUDA, in this order; each needs others, of CUDA and cuDNN. */
const LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

/**
 * Which library is missing, in the words of the system's loader; undefined where all can be loaded. To be asked once CUDA
 * could not be loaded: onnxruntime says it to its log alone, which is no JSON and therefore off.
 */
export function missingCudaLibrary(directory = libraryDirectory()): string | undefined {
  for (const name of LIBRARIES) {
    try {
      process.dlopen({ exports: {} }, join(directory, name));
    } catch (error) {
      const [reason] = (error as Error).message.split('\n');
      // Node.js can load it, and finds no addon in it.
      if (!reason.includes('did not self-register')) {
        return reason;
      }
    }
  }
  return undefined;
}
