import { InferenceError } from '@inference-constructs/core/out/errors';

/** Code and message of the error that `run` throws; anything but an InferenceError fails the test. */
export function faultOf(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof InferenceError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('no error was thrown');
}
