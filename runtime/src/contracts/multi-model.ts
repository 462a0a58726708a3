import { parseJson } from '../codec/json-text';
import { isNamedRow } from '../codec/named-row';
import { Fault } from '../errors';
import type { LoadedModel, Models } from '../multi-model/models';
import { jsonReply, type Reply } from '../predict/reply';
import type { ModelProcess } from '../processes/model-process';
import { ProcessLost, type Passed } from '../processes/pass';
import type { Exchange, Route } from '../server/route-table';
import { health } from './health';
import { isReady, NO_CONTENT, type Host } from './host';
import { loadsByModels } from './no-repository';

const PAGE = 100;

/** SageMaker's multi-model endpoints; `/ping` tells that the server is alive, whatever it has loaded. */
export function multiModel(host: Host, models: Models): Route[] {
  return [
    ...health(host),
    {
      method: 'GET',
      path: '/ping',
      answer: () => (isReady(host) ? NO_CONTENT : { ...NO_CONTENT, status: 503 }),
    },
    {
      method: 'POST',
      path: '/models',
      answer: async ({ body }) => {
        const { name, url } = readLoad(parseJson(await body()));
        await models.load(name, url);
        return jsonReply({ modelName: name, modelUrl: url });
      },
    },
    {
      method: 'GET',
      path: '/models',
      answer: ({ query }) => {
        const after = Buffer.from(query().get('next_page_token') ?? '', 'base64url').toString('utf8');
        const { models: page, hasMore } = models.list(after, PAGE);
        const last = page[page.length - 1];
        return jsonReply({
          models: page.map(describe),
          nextPageToken: hasMore ? Buffer.from(last.name, 'utf8').toString('base64url') : undefined,
        });
      },
    },
    { method: 'GET', path: '/models/{name}', answer: ({ places }) => jsonReply(describe(models.get(places.name))) },
    {
      method: 'DELETE',
      path: '/models/{name}',
      answer: async ({ places }) => {
        await models.unload(places.name);
        return NO_CONTENT;
      },
    },
    {
      method: 'POST',
      path: '/models/{name}/invoke',
      answer: async (exchange) => {
        const { process } = models.get(exchange.places.name);
        return passOnce(process, await passable(process, exchange));
      },
    },
    ...loadsByModels(),
  ];
}

/** What is refused here counts as refused by the model, like what its process refuses. */
async function passable(process: ModelProcess, { headers, deadline, body, whenGone }: Exchange): Promise<Passed> {
  const path = '/invocations';
  try {
    return { method: 'POST', path, headers, deadline: deadline(), body: await body(), whenGone };
  } catch (error) {
    if (error instanceof Fault && error.isClients) {
      process.countRefused();
    }
    throw error;
  }
}

/** What ended is not started again but by another load, so that there is nothing to send the request to. */
async function passOnce(process: ModelProcess, passed: Passed): Promise<Reply> {
  try {
    return await process.pass(passed);
  } catch (error) {
    throw error instanceof ProcessLost
      ? new Fault('EngineLost', "The model's process ended before it answered this request.")
      : error;
  }
}

function describe({ name, url }: LoadedModel): { readonly modelName: string; readonly modelUrl: string } {
  return { modelName: name, modelUrl: url };
}

function readLoad(request: unknown): { readonly name: string; readonly url: string } {
  const { model_name: name, url } = isNamedRow(request) ? request : {};
  // No path holds the character zero, and no process can be given one.
  if (typeof name !== 'string' || name === '' || typeof url !== 'string' || url === '' || url.includes('\0')) {
    const expected = '{"model_name": …, "url": …}';
    throw new Fault('BodyInvalid', `The request names no model: expected ${expected}.`, {
      expected,
      got: 'other fields',
    });
  }
  return { name, url };
}
