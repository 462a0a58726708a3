import { Fault } from '../errors';
import { log } from '../log';

/**
 * The fault of a run that onnxruntime refused. Its message can hold values of the request (an index out of range): the
 * client gets none of it, the log gets it with numbers masked.
 */
export function modelFailed(message: string): Fault {
  log('error', 'the model failed', { code: 'ModelFailed', reason: message.replace(/\d+/g, '#').slice(0, 300) });
  return new Fault('ModelFailed', 'The model failed on this request.');
}
