import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Lifecycle } from '@inference-constructs/runtime/lifecycle';
import type { Service } from '@inference-constructs/runtime/predict/service';
import { createHttpServer, type HttpOptions } from '@inference-constructs/runtime/server/http';
import { echoService, Recorder } from '../support/fake-model';
import { invoke, send } from '../support/http';
import { exchange, receive } from '../support/raw-http';

const servers: Server[] = [];

async function serve(options: Partial<HttpOptions> & { state?: 'loading' | 'ready' | 'draining' } = {}) {
  const lifecycle = new Lifecycle();
  const { state = 'ready' } = options;
  if (state !== 'loading') {
    lifecycle.advance(state);
  }
  const recorder = new Recorder();
  const service: Service | undefined = state === 'loading' ? undefined : echoService(recorder);
  const server = createHttpServer({ lifecycle, service: () => service, maxBodyBytes: 1000, ...options });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, recorder, lifecycle };
}

let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => {
  stderr.mockRestore();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const answer =
  '{"model":{"name":"fake","version":"1.0.0"},"outputs":{"score":[[1,2],[4,3]]},"classes":["large","small"]}';

it('answers JSON with JSON', async () => {
  const { port } = await serve();
  const { status, headers, body } = await invoke(port, { instances: [[1, 2], { width: 3, height: 4 }] });
  expect({ status, type: headers['content-type'], body }).toEqual({
    status: 200,
    type: 'application/json',
    body: answer,
  });
});

it.each([
  ['CSV with CSV', 'text/csv', '1,2\n4,3\n', {}, 'text/csv', '1,2\n4,3\n'],
  [
    'CSV with JSON if that is accepted',
    'text/csv',
    '1,2\n4,3\n',
    { Accept: 'application/json' },
    'application/json',
    answer,
  ],
  [
    'JSON with CSV if that is accepted',
    'application/json; charset=utf-8',
    '{"instances":[[1,2],[4,3]]}',
    { Accept: 'text/csv' },
    'text/csv',
    '1,2\n4,3\n',
  ],
])('answers %s', async (_, type, request, headers, answerType, body) => {
  const { port } = await serve();
  const response = await invoke(port, request, { 'Content-Type': type, ...headers });
  expect(response).toMatchObject({ status: 200, headers: { 'content-type': answerType }, body });
});

it('gives back the attributes that SageMaker expects back, also with a refusal', async () => {
  const { port } = await serve();
  const given = { 'x-amzn-sagemaker-custom-attributes': 'trace=7', 'x-amzn-sagemaker-inference-id': 'id-1' };
  expect(await invoke(port, { instances: [[1, 2]] }, given)).toMatchObject({ status: 200, headers: given });
  expect(await invoke(port, { instances: [] }, given)).toMatchObject({ status: 400, headers: given });
});

it.each([
  ['loading', 503],
  ['ready', 200],
  ['draining', 503],
] as const)('answers /ping while %s with %i and nothing more', async (state, status) => {
  const { port } = await serve({ state });
  expect(await send(port, 'GET', '/ping?from=probe')).toMatchObject({ status, body: '' });
});

it('answers requests while draining, and closes the connection', async () => {
  const { port } = await serve({ state: 'draining' });
  expect(await invoke(port, { instances: [[1, 2]] })).toMatchObject({ status: 200, headers: { connection: 'close' } });
});

const json = { 'Content-Type': 'application/json' };
const NO_REPOSITORY = {
  error:
    'This server reads its model once, at its start: the model repository needs INFERENCE_RELOAD=true, or, to load and ' +
    'unload several models by POST /models, SAGEMAKER_MULTI_MODEL=true.',
  code: 'PathUnknown',
  expected: 'INFERENCE_RELOAD=true',
};

it.each([
  ['the index of models', 'POST', '/v2/repository/index', {}, '', 404, NO_REPOSITORY],
  ['loading a model', 'POST', '/v2/repository/models/fake/load', {}, '', 404, NO_REPOSITORY],
  ['unloading a model', 'GET', '/v2/repository/models/fake/unload', {}, '', 404, NO_REPOSITORY],
  [
    'another path',
    'GET',
    '/models',
    {},
    '',
    404,
    { error: 'There is nothing at this path.', code: 'PathUnknown', expected: 'GET /ping or POST /invocations' },
  ],
  [
    'POST /ping',
    'POST',
    '/ping',
    {},
    '',
    405,
    { error: 'This path takes GET only.', code: 'MethodNotAllowed', expected: 'GET', got: 'another method' },
  ],
  [
    'GET /invocations',
    'GET',
    '/invocations',
    {},
    '',
    405,
    { error: 'This path takes POST only.', code: 'MethodNotAllowed', expected: 'POST', got: 'another method' },
  ],
  [
    'no content type',
    'POST',
    '/invocations',
    {},
    '{}',
    415,
    {
      error:
        'The request has no content type: expected application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream.',
      code: 'ContentTypeUnknown',
      field: 'content-type',
      expected: 'application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream',
      got: 'nothing',
    },
  ],
  [
    'an unknown content type',
    'POST',
    '/invocations',
    { 'Content-Type': 'image/png' },
    '{}',
    415,
    {
      error:
        'The content type is not known here: expected application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream.',
      code: 'ContentTypeUnknown',
      field: 'content-type',
      expected: 'application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream',
      got: 'another type',
    },
  ],
  [
    'a body of an unknown encoding',
    'POST',
    '/invocations',
    { ...json, 'Content-Encoding': 'br' },
    '{}',
    415,
    {
      error: 'The content encoding is not known here: expected identity, gzip or deflate.',
      code: 'ContentEncodingUnknown',
      field: 'content-encoding',
      expected: 'identity, gzip or deflate',
      got: 'another encoding',
    },
  ],
  [
    'an empty body',
    'POST',
    '/invocations',
    json,
    '',
    400,
    { error: 'The body is empty.', code: 'BodyInvalid', expected: 'JSON', got: 'nothing' },
  ],
  [
    'a body that claims to be too large',
    'POST',
    '/invocations',
    json,
    'x'.repeat(1001),
    413,
    {
      error: 'The body is larger than 1000 bytes.',
      code: 'BodyTooLarge',
      field: 'body',
      expected: 'at most 1000 bytes',
      got: '1001 bytes',
    },
  ],
  [
    'a body that turns out to be too large',
    'POST',
    '/invocations',
    { ...json, 'Transfer-Encoding': 'chunked' },
    'x'.repeat(1001),
    413,
    {
      error: 'The body is larger than 1000 bytes.',
      code: 'BodyTooLarge',
      field: 'body',
      expected: 'at most 1000 bytes',
      got: 'more',
    },
  ],
])('refuses %s', async (_, method, path, headers, request, status, body) => {
  const { port } = await serve();
  const response = await send(port, method, path, headers, request);
  expect([response.status, JSON.parse(response.body)]).toEqual([status, body]);
});

it('refuses predictions until the model is ready', async () => {
  const { port } = await serve({ state: 'loading' });
  const { status, headers, body } = await invoke(port, { instances: [[1, 2]] });
  expect([status, headers['retry-after'], JSON.parse(body)]).toEqual([
    503,
    '1',
    { error: 'The model is not ready.', code: 'NotReady', expected: 'ready', got: 'loading', retryAfter: 1 },
  ]);
});

it('counts what it answered and what it refused, but not other paths', async () => {
  const { port, recorder } = await serve();
  await invoke(port, {
    instances: [
      [1, 2],
      [3, 4],
    ],
  });
  await invoke(port, { instances: [[1]] });
  await invoke(port, 'x'.repeat(1001));
  await invoke(port, '{}', { 'Content-Type': 'image/png' });
  await send(port, 'GET', '/models');
  expect([recorder.predictions.map(({ rows }) => rows), recorder.refusals]).toEqual([[2], 3]);
});

const anotherVersion = {
  error: 'There is no such version here.',
  code: 'ModelUnknown',
  field: 'version',
  expected: "'1.0.0'",
  got: 'another version',
};
it.each([
  ['/invocations', 'X-Inference-Version', '2.0.0'],
  ['/invocations', 'X-Amzn-SageMaker-Custom-Attributes', 'trace=7;version=2.0.0'],
  ['/v1/models/fake:predict', 'X-Inference-Version', '2.0.0'],
  ['/v2/models/fake/infer', 'X-Inference-Version', '2.0.0'],
])('does not answer at %s with a version that is not the one that %s names', async (path, name, value) => {
  const { port, recorder } = await serve();
  const body = path.startsWith('/v2')
    ? '{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}]}'
    : '{"instances":[[1,2]]}';
  const ask = (given: string) => send(port, 'POST', path, { 'Content-Type': 'application/json', [name]: given }, body);
  const refused = await ask(value);
  expect([refused.status, JSON.parse(refused.body)]).toEqual([404, anotherVersion]);
  expect(recorder.refusals).toBe(1);
  expect((await ask(value.replace('2.0.0', '1.0.0'))).status).toBe(200);
});

it('takes as many bytes as the limit', async () => {
  const { port } = await serve();
  const request = '{"instances":[[1,2]]}'.padEnd(1000);
  expect(await invoke(port, request)).toMatchObject({ status: 200 });
});

it('reads a refused body to its end, so that the connection can be used again', async () => {
  const { port } = await serve();
  const head = (bytes: number): string =>
    `POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`;
  const good = '{"instances":[[1,2]]}';
  const text = await exchange(port, [head(500_000), Buffer.alloc(500_000, 'x'), head(good.length), good], /"classes"/);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
});

it('asks for no body that it would refuse', async () => {
  const { port } = await serve();
  const head = (bytes: number): string =>
    `POST /invocations HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${bytes}\r\n\r\n`;
  expect(await exchange(port, [head(1001)], /\}/)).toMatch(/^HTTP\/1\.1 413 /);
  expect(await exchange(port, [head(1000)], /\r\n\r\n/)).toMatch(/^HTTP\/1\.1 100 Continue/);
});

it('answers pipelined requests in their order', async () => {
  const { port } = await serve();
  const request = (value: number): string => {
    const body = `{"instances":[[${value},0]]}`;
    return `POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
  const text = await exchange(port, [request(1) + request(2) + request(3)], /\[\[3,0\]\]/);
  expect(text.match(/\[\[\d,0\]\]/g)).toEqual(['[[1,0]]', '[[2,0]]', '[[3,0]]']);
});

it('gives up on a request that is only half sent', async () => {
  const { port } = await serve({ requestTimeoutMilliseconds: 200 });
  const head = 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
  const text = await exchange(port, [head, '{"instances":']);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 408']);
  expect(text).toContain('{"error":"The request did not arrive in time.","code":"RequestTimeout"}');
});

it('gives up on a body that trickles', async () => {
  const { port } = await serve({ requestTimeoutMilliseconds: 300 });
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write('POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
  const trickle = setInterval(() => socket.write('x'), 20);
  const text = await receive(socket);
  clearInterval(trickle);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 408']);
});

it('has one answer for a client that was refused and goes on sending until its time is over', async () => {
  const { port } = await serve({ requestTimeoutMilliseconds: 2500 });
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(`POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n`);
  const trickle = setInterval(() => socket.write('x'), 50);
  const text = await receive(socket);
  clearInterval(trickle);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413']);
});

it('answers a request in the form that proxies are sent, and refuses one without a host', async () => {
  const { port } = await serve();
  expect(await exchange(port, ['GET http://x:80/ping?a HTTP/1.1\r\nHost: x\r\n\r\n'], /\r\n\r\n/)).toMatch(/ 200 /);
  const text = await exchange(port, ['GET /ping HTTP/1.1\r\n\r\n'], /\}/);
  expect(text).toContain('{"error":"The request is not HTTP: its header Host is missing.","code":"BodyInvalid"}');
});

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400, '{"error":"The request is not HTTP.","code":"BodyInvalid"}'],
  [
    'endless headers',
    `GET /ping HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    '{"error":"The headers are too large.","code":"HeadersTooLarge"}',
  ],
])('refuses %s', async (_, bytes, status, body) => {
  const { port } = await serve();
  const text = await exchange(port, [bytes]);
  expect([text.slice(0, 12), text.slice(text.indexOf('{'))]).toEqual([`HTTP/1.1 ${status}`, body]);
});

it('survives a client that leaves in the middle', async () => {
  const { port, recorder } = await serve();
  const head = 'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(`${head}{"instances":`, () => socket.destroy());
  await receive(socket);
  expect(await invoke(port, { instances: [[1, 2]] })).toMatchObject({ status: 200 });
  expect(recorder.predictions).toHaveLength(1);
});
