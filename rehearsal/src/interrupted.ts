import { InferenceError } from '@inference-constructs/core/out/errors';

/** What any command ends with that somebody stopped. */
export function interrupted(): InferenceError {
  return new InferenceError('Interrupted', 'inference (interrupted): nothing was concluded. run it again');
}
