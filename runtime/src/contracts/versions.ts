import { withVersions } from '../openapi/document';
import { jsonReply, type Reply } from '../predict/reply';
import { ANY_PATH, type Exchange, type Route } from '../server/route-table';
import { answerBy } from '../versions/answer';
import type { Versions } from '../versions/versions';
import { health } from './health';
import { isReady, NO_CONTENT, type Host } from './host';
import { modelRepository, modelUnknown } from './model-repository';
import { noUnload } from './no-repository';
import { SERVER } from './open-inference';

/**
 * A server that passes requests on to the processes of a model's versions, which answer all that a server with one model
 * does. Itself it answers what must be answered without them: probes, and which versions there are.
 */
export function modelVersions(host: Host, versions: Versions): Route[] {
  const get = (path: string, answer: Route['answer']): Route => ({ method: 'GET', path, answer });
  const isUp = (): boolean => isReady(host) && versions.isReady;
  const statusOf = (holds: boolean): number => (holds ? 200 : 503);
  const readyOf: Route['answer'] = ({ places: { model, version } }) => {
    checkName(versions, model);
    const ready = isReady(host) && versions.find(version).isReady;
    return jsonReply({ name: model, ready }, statusOf(ready));
  };
  // A process knows of its own version only.
  const metadata = (exchange: Exchange): Promise<Reply> =>
    changed(answerBy(versions, exchange), (own) => ({ ...own, versions: versions.list }));
  const description = (exchange: Exchange): Promise<Reply> =>
    changed(answerBy(versions, exchange), (own) => withVersions(own, versions.served?.name ?? ''));
  return [
    ...health(host),
    get('/readyz', () => jsonReply({ ready: isUp() }, statusOf(isUp()))),
    get('/ping', () => ({ ...NO_CONTENT, status: statusOf(isUp()) })),
    get('/v2', () => jsonReply(SERVER)),
    get('/v2/health/live', () => jsonReply({ live: true })),
    get('/v2/health/ready', () => jsonReply({ ready: isUp(), live: true }, statusOf(isUp()))),
    get('/v1/models/{model}', readyOf),
    ...['/v2/models/{model}', '/v2/models/{model}/versions/{version}'].flatMap((path) => [
      get(path, metadata),
      get(`${path}/ready`, readyOf),
    ]),
    get('/openapi.json', description),
    ...modelRepository(versions),
    ...noUnload(),
    { method: 'POST', path: ANY_PATH, answer: (exchange) => answerBy(versions, exchange) },
  ];
}

function checkName({ served }: Versions, name: string): void {
  if (served !== undefined && served.name !== name) {
    throw modelUnknown(served.name);
  }
}

/** An answer in JSON, as this server must give it for all of its versions. */
async function changed(
  answer: Promise<Reply>,
  change: (own: Record<string, unknown>) => Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const reply = await answer;
  if (reply.status !== 200) {
    return reply;
  }
  return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body.toString()) as Record<string, unknown>)) };
}
