import type { Lifecycle } from '../lifecycle';
import type { Reply } from '../predict/service';
import { ANY_PATH, type Exchange, type Route } from '../server/route-table';
import { answerBy } from '../versions/answer';
import type { Versions } from '../versions/versions';
import { jsonReply, NO_CONTENT } from './host';
import { modelRepository, modelUnknown } from './model-repository';
import { SERVER } from './open-inference';

/**
 * A server that passes requests on to the processes of a model's versions, which answer all that a server with one model
 * does. Itself it answers what must be answered without them: probes, and which versions there are.
 */
export function modelVersions(lifecycle: Lifecycle, versions: Versions): Route[] {
  const get = (path: string, answer: Route['answer']): Route => ({ method: 'GET', path, answer });
  const isReady = (): boolean => lifecycle.isReady && versions.isReady;
  const probe = (isPassed: () => boolean, body: () => object): Route['answer'] => {
    return () => jsonReply(body(), isPassed() ? 200 : 503);
  };
  const live = probe(
    () => true,
    () => ({ live: true }),
  );
  const ready = probe(isReady, () => ({ ready: isReady(), live: true }));
  const hasStarted = (): boolean => versions.served !== undefined;
  const started = probe(hasStarted, () => ({ started: hasStarted() }));
  const readyOf: Route['answer'] = ({ places: { model, version } }) => {
    checkName(versions, model);
    const isUp = lifecycle.isReady && (versions.served !== undefined ? versions.find(version).isReady : false);
    return jsonReply({ name: model, ready: isUp }, isUp ? 200 : 503);
  };
  const metadata = (exchange: Exchange): Promise<Reply> => withVersions(versions, answerBy(versions, exchange));
  return [
    get('/ping', () => (isReady() ? NO_CONTENT : { ...NO_CONTENT, status: 503 })),
    get('/livez', live),
    get('/readyz', ready),
    get('/startupz', started),
    get('/v2', () => jsonReply(SERVER)),
    get('/v2/health/live', live),
    get('/v2/health/ready', ready),
    get('/v1/models/{model}', readyOf),
    ...['/v2/models/{model}', '/v2/models/{model}/versions/{version}'].flatMap((path) => [
      get(path, metadata),
      get(`${path}/ready`, readyOf),
    ]),
    ...modelRepository(versions),
    { method: 'POST', path: ANY_PATH, answer: (exchange) => answerBy(versions, exchange) },
  ];
}

function checkName({ served }: Versions, name: string): void {
  if (served !== undefined && served.name !== name) {
    throw modelUnknown(served.name);
  }
}

/** A process knows of its own version only. */
async function withVersions(versions: Versions, answer: Promise<Reply>): Promise<Reply> {
  const reply = await answer;
  if (reply.status !== 200) {
    return reply;
  }
  const metadata = JSON.parse(reply.body.toString()) as Record<string, unknown>;
  return { ...reply, body: JSON.stringify({ ...metadata, versions: versions.list }) };
}
