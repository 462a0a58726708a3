import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Lifecycle, type State } from '@inference-constructs/runtime/lifecycle';
import { createHttpServer } from '@inference-constructs/runtime/server/http';
import { echoService } from '../support/fake-model';
import { send } from '../support/http';

let server: Server | undefined;
let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => {
  stderr.mockRestore();
  server?.closeAllConnections();
  server?.close();
});

async function portIn(state: State, isStuck = false): Promise<number> {
  const lifecycle = new Lifecycle();
  for (const step of ['ready', 'draining'] as const) {
    if (state === step || state === 'draining') {
      lifecycle.advance(step);
    }
  }
  const service = state === 'loading' ? undefined : echoService();
  server = createHttpServer({ lifecycle, service: () => service, maxBodyBytes: 1000, isStuck: () => isStuck });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return (listening.address() as AddressInfo).port;
}

// A server that is alive and not ready must be told from one that is dead: else it is restarted while it loads.
it.each<[State, Record<string, number>]>([
  [
    'loading',
    {
      '/startupz': 503,
      '/livez': 200,
      '/readyz': 503,
      '/v2/health/live': 200,
      '/v2/health/ready': 503,
      '/v2/models/fake/ready': 503,
      '/v2/models/fake': 503,
      '/v1/models/fake': 503,
      '/v1/models': 503,
      '/openapi.json': 503,
      '/ping': 503,
    },
  ],
  [
    'ready',
    {
      '/startupz': 200,
      '/livez': 200,
      '/readyz': 200,
      '/v2/health/live': 200,
      '/v2/health/ready': 200,
      '/v2/models/fake/ready': 200,
      '/v2/models/fake': 200,
      '/v1/models/fake': 200,
      '/v1/models': 200,
      '/openapi.json': 200,
      '/ping': 200,
    },
  ],
  [
    'draining',
    {
      '/startupz': 200,
      '/livez': 200,
      '/readyz': 503,
      '/v2/health/live': 200,
      '/v2/health/ready': 503,
      '/v2/models/fake/ready': 503,
      '/v2/models/fake': 200,
      '/v1/models/fake': 503,
      '/v1/models': 200,
      '/openapi.json': 200,
      '/ping': 503,
    },
  ],
])('while %s, each protocol tells so in its own way', async (state, expected) => {
  const port = await portIn(state);
  const statuses = Object.keys(expected).map(async (path) => [path, (await send(port, 'GET', path)).status]);
  expect(Object.fromEntries(await Promise.all(statuses))).toEqual(expected);
});

it('says in the body what the status says', async () => {
  const port = await portIn('draining');
  expect(JSON.parse((await send(port, 'GET', '/v2/health/ready')).body)).toEqual({ ready: false, live: true });
  expect(JSON.parse((await send(port, 'GET', '/v1/models/fake')).body)).toEqual({ name: 'fake', ready: false });
});

it('tells that a run hangs, in every protocol: only a restart helps', async () => {
  const port = await portIn('ready', true);
  const paths = ['/livez', '/readyz', '/ping', '/v2/health/live', '/v2/health/ready', '/v1/models/fake', '/startupz'];
  const answers = await Promise.all(paths.map((path) => send(port, 'GET', path)));
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503, 200]);
  expect(answers.map(({ body }) => body)).toEqual([
    '{"live":false}',
    '{"ready":false}',
    '',
    '{"live":false}',
    '{"ready":false,"live":false}',
    '{"name":"fake","ready":false}',
    '{"started":true}',
  ]);
});

it('never started where it was stopped before it was ready', () => {
  const lifecycle = new Lifecycle();
  lifecycle.advance('draining');
  expect([lifecycle.advance('ready'), lifecycle.hasStarted]).toEqual([false, false]);
});
