import { dirname } from 'node:path';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { digestDirectory } from '@inference-constructs/core/out/model/digest';
import { describe, log } from '../log';
import { SOCKET } from './parent';

/**
 * Gives the process of one of several models the digest that a construct would have stated for it, so that each publishes
 * under its own. It costs one reading of the files, from which the model is about to be loaded anyway; what a file of
 * more than 64 MB had is remembered as long as the server runs, for the process that takes this one's place.
 */
export function stateOwnDigest(variables: NodeJS.ProcessEnv, modelDirectory: string): void {
  const socket = variables[SOCKET];
  if (socket === undefined || variables[Environment.MODEL_DIGEST]) {
    return;
  }
  // Beside the sockets: nothing is written outside of the temporary directory.
  variables.XDG_CACHE_HOME = dirname(socket);
  try {
    variables[Environment.MODEL_DIGEST] = digestDirectory(modelDirectory);
  } catch (error) {
    log('info', 'the model has no digest', { reason: describe(error).message });
  }
}
