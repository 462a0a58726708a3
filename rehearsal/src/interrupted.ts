import { InferenceError } from '@inference-constructs/core/out/errors';

/** What a rehearsal ends with that somebody stopped. */
export function interrupted(): InferenceError {
  return new InferenceError('Interrupted', 'rehearsal (interrupted): no verdict. run it again');
}
