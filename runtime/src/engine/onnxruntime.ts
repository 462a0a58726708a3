import { createRequire } from 'node:module';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type * as Onnxruntime from 'onnxruntime-node';

export type { Onnxruntime };

/** Loads onnxruntime where and when a session is opened: the server's main thread never needs it. */
export function loadOnnxruntime(): typeof Onnxruntime {
  // Where Float16Array exists (Node.js 24), onnxruntime-node 1.30 refuses float16 tensors in every representation.
  delete (globalThis as { Float16Array?: unknown }).Float16Array;
  try {
    return createRequire(__filename)('onnxruntime-node') as typeof Onnxruntime;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    throw new InferenceError(
      'EngineMissing',
      `onnxruntime-node (${reason}): must be loadable. Add the onnxruntime layer of this architecture, or install onnxruntime-node.`,
    );
  }
}
