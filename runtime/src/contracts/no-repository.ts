import { Environment } from '@inference-constructs/core/out/contract/environment';
import { Fault } from '../errors';
import type { Method, Route } from '../server/route-table';

const UNLOAD = '/v2/repository/models/{model}/unload';
const REPOSITORY = ['/v2/repository/index', '/v2/repository/models/{model}/load', UNLOAD];
const METHODS: readonly Method[] = ['GET', 'POST'];

/** What a server of one model, which it read at its start, tells clients of the model repository extension. */
export function noRepository(): Route[] {
  const needed = `${Environment.RELOAD}=true`;
  return absent(
    REPOSITORY,
    `This server reads its model once, at its start: the model repository needs ${needed}, or, to load and unload ` +
      'several models by POST /models, SAGEMAKER_MULTI_MODEL=true.',
    needed,
  );
}

/** The same, of a server that is told what to load by another contract. */
export function loadsByModels(): Route[] {
  return absent(
    REPOSITORY,
    'This server loads and unloads by /models, as SageMaker does: the model repository needs ' +
      `${Environment.RELOAD}=true without SAGEMAKER_MULTI_MODEL.`,
    'POST /models or DELETE /models/{name}',
  );
}

/** The same, of a server that serves all that its directory holds. */
export function noUnload(): Route[] {
  return absent(
    [UNLOAD],
    'There is no unload: take the version out of the model directory and load again.',
    'POST /v2/repository/models/{model}/load',
  );
}

function absent(paths: readonly string[], message: string, expected: string): Route[] {
  const answer = (): never => {
    throw new Fault('PathUnknown', message, { expected });
  };
  return paths.flatMap((path) => METHODS.map((method) => ({ method, path, answer })));
}
