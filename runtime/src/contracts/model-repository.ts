import { parseJson } from '../codec/json-text';
import { isNamedRow } from '../codec/named-row';
import { Fault } from '../errors';
import { describe } from '../log';
import { unloadable } from '../processes/model-process';
import type { Route } from '../server/route-table';
import type { Versions } from '../versions/versions';
import { jsonReply } from '../predict/reply';

const EXPECTED = '{"parameters": {"force": true}}, or nothing';

/**
 * Loading after the model repository extension of the Open Inference Protocol. What is served is what the model directory
 * holds: `load` reads it again, and there is no `unload` but taking a version out of it.
 */
export function modelRepository(versions: Versions): Route[] {
  return [
    {
      method: 'POST',
      path: '/v2/repository/index',
      answer: () => jsonReply(index(versions)),
    },
    {
      method: 'POST',
      path: '/v2/repository/models/{model}/load',
      answer: async ({ places, body }) => {
        const isForced = readForce(await body());
        if (versions.served !== undefined && !versions.isCalled(places.model)) {
          throw modelUnknown(versions.served.name);
        }
        try {
          await versions.reload(isForced);
        } catch (error) {
          throw error instanceof Fault ? error : new Fault('ModelUnloadable', unloadable(describe(error).code));
        }
        return jsonReply(index(versions));
      },
    },
  ];
}

export function modelUnknown(served: string): Fault {
  return new Fault('ModelUnknown', 'There is no such model here.', {
    field: 'model',
    expected: `'${served}'`,
    got: 'another model',
  });
}

function index(versions: Versions): object[] {
  const { served } = versions;
  return versions.list.map((version) => {
    const isReady = served?.byVersion.get(version)?.isReady === true;
    const reason = isReady ? '' : 'its process ended and is started again';
    return { name: served?.name, version, state: isReady ? 'READY' : 'UNAVAILABLE', reason };
  });
}

/** Whether also what has not changed is loaded anew. Triton's other parameters would be passed over in silence. */
function readForce(body: Buffer): boolean {
  if (body.length === 0) {
    return false;
  }
  const request = parseJson(body);
  const { parameters = {}, ...others } = isNamedRow(request) ? request : { request };
  const { force = false, ...unknown } = isNamedRow(parameters) ? parameters : { parameters };
  if (typeof force !== 'boolean' || Object.keys({ ...others, ...unknown }).length > 0) {
    throw new Fault('BodyInvalid', `The request to load a model has other fields: expected ${EXPECTED}.`, {
      expected: EXPECTED,
      got: 'other fields',
    });
  }
  return force;
}
