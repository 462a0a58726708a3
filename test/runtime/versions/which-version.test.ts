import { join } from 'node:path';
import { digestDirectory } from '@inference-constructs/core/out/model/digest';
import { bundleRuntime } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { invoke, send } from '../support/http';
import { until, VersionsServer } from '../support/versions-server';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const versions = new VersionsServer(bundles.directory);
beforeAll(async () => {
  versions.putExample('v1', 'v2', 'v3');
  await versions.start();
});
afterAll(async () => {
  expect(await versions.stop()).toBe(0);
  versions.remove();
  bundles.remove();
});

const ROW = heldOutCases('v1')[0].inputs.features;

/** Status, version in the header, version in the body. */
const answerOf = async (headers: Record<string, string> = {}): Promise<unknown[]> => {
  const { status, headers: answered, body } = await versions.ask(ROW, headers);
  return [
    status,
    answered['x-inference-version'],
    (JSON.parse(body) as { model?: { version: string } }).model?.version,
  ];
};

it('answers with the highest version, or the one that is named by header, attribute or path', async () => {
  expect(await answerOf()).toEqual([200, '3.0.0', '3.0.0']);
  expect(await answerOf({ 'X-Inference-Version': '1.0.0' })).toEqual([200, '1.0.0', '1.0.0']);
  const attributes = { 'X-Amzn-SageMaker-Custom-Attributes': 'trace=7;version=2.0.0' };
  expect(await answerOf(attributes)).toEqual([200, '2.0.0', '2.0.0']);
  expect((await versions.ask(ROW, attributes)).headers['x-amzn-sagemaker-custom-attributes']).toBe(
    'trace=7;version=2.0.0',
  );
  const infer = { inputs: [{ name: 'features', shape: [1, 30], datatype: 'FP32', data: ROW }] };
  // As it is, and as proxies are asked.
  for (const origin of ['', 'http://models:8080']) {
    const byPath = await send(
      versions.port,
      'POST',
      `${origin}/v2/models/diagnosis/versions/2.0.0/infer`,
      { 'Content-Type': 'application/json' },
      JSON.stringify(infer),
    );
    expect([byPath.status, JSON.parse(byPath.body)]).toMatchObject([200, { model_version: '2.0.0' }]);
  }
});

it('refuses a version that is not there and names those that are', async () => {
  const fault = {
    error: 'There is no such version here.',
    code: 'ModelUnknown',
    field: 'version',
    expected: "'3.0.0' or '2.0.0' or '1.0.0'",
    got: 'another version',
  };
  const { status, body } = await versions.ask(ROW, { 'X-Inference-Version': '4.0.0' });
  expect([status, JSON.parse(body)]).toEqual([404, fault]);
  const byPath = await send(versions.port, 'GET', '/v2/models/diagnosis/versions/4.0.0/ready');
  expect([byPath.status, JSON.parse(byPath.body)]).toEqual([404, fault]);
});

it.each<[string, string, number, unknown]>([
  ['GET', '/livez', 200, { live: true }],
  ['GET', '/readyz', 200, { ready: true }],
  ['GET', '/startupz', 200, { started: true }],
  ['GET', '/v2/health/live', 200, { live: true }],
  ['GET', '/v2/health/ready', 200, { ready: true, live: true }],
  ['GET', '/v2/models/diagnosis', 200, { name: 'diagnosis', versions: ['3.0.0', '2.0.0', '1.0.0'] }],
  ['GET', '/v2/models/diagnosis/ready', 200, { name: 'diagnosis', ready: true }],
  ['GET', '/v2/models/diagnosis/versions/1.0.0/ready', 200, { name: 'diagnosis', ready: true }],
  ['GET', '/v2/models/other/ready', 404, { code: 'ModelUnknown', expected: "'diagnosis'" }],
  ['GET', '/v1/models/diagnosis', 200, { name: 'diagnosis', ready: true }],
  ['GET', '/openapi.json', 200, { openapi: '3.1.0' }],
  ['GET', '/v2', 200, { name: 'inference-constructs' }],
  ['GET', '/nothing', 404, { code: 'PathUnknown' }],
  [
    'POST',
    '/v2/repository/models/diagnosis/unload',
    404,
    {
      error: 'There is no unload: take the version out of the model directory and load again.',
      code: 'PathUnknown',
      expected: 'POST /v2/repository/models/{model}/load',
    },
  ],
  ['PUT', '/invocations', 405, { code: 'MethodNotAllowed' }],
  ['POST', '/invocations', 415, { code: 'ContentTypeUnknown' }],
])('%s %s: %s', async (method, path, status, body) => {
  const response = await send(versions.port, method, path);
  expect([response.status, JSON.parse(response.body)]).toMatchObject([status, body]);
});

it('logs where each process listens: the server at a port, those of versions at sockets', () => {
  const places = versions.server.logs
    .filter(({ message }) => message === 'listening')
    .map(({ process = 'server', port, socket }) => [process, typeof port, typeof socket]);
  expect(places[0]).toEqual(['server', 'number', 'undefined']);
  expect(new Set(places.slice(1).map(([, ...types]) => types.join()))).toEqual(new Set(['undefined,string']));
});

it('publishes the metrics of each version under its own digest', async () => {
  for (const version of ['1.0.0', '2.0.0', '3.0.0']) {
    await answerOf({ 'X-Inference-Version': version });
  }
  const lines = (): Record<string, unknown>[] =>
    versions.server.stdout.map((line) => JSON.parse(line) as Record<string, unknown>);
  const digests = (): Set<string> => new Set(lines().map(({ ModelDigest }) => String(ModelDigest)));
  await until(() => digests().size === 3);
  expect([...digests()].every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest))).toBe(true);
});

it('counts what it refuses itself as refused by the version it was meant for, or else by the default', async () => {
  const counts = (): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const line of versions.server.stdout) {
      const { ModelDigest, InvalidRequests } = JSON.parse(line) as { ModelDigest: string; InvalidRequests: number };
      sums[ModelDigest] = (sums[ModelDigest] ?? 0) + InvalidRequests;
    }
    return sums;
  };
  const digestOf = (version: string): string => digestDirectory(join(versions.directory, `v${version[0]}`));
  const before = counts();
  const added = (version: string): number => (counts()[digestOf(version)] ?? 0) - (before[digestOf(version)] ?? 0);
  const large = ' '.repeat(7_000_000);
  await versions.ask(ROW, { 'X-Inference-Version': '4.0.0' });
  await versions.ask(ROW, { 'X-Inference-Deadline-Ms': 'soon' });
  expect((await invoke(versions.port, large, { 'X-Inference-Version': '1.0.0' })).status).toBe(413);
  expect((await send(versions.port, 'GET', '/v2/models/diagnosis/versions/4.0.0')).status).toBe(404);
  await until(() => added('3.0.0') >= 2 && added('1.0.0') >= 1);
  expect([added('1.0.0'), added('2.0.0'), added('3.0.0')]).toEqual([1, 0, 2]);
});

it('describes also how versions are asked for and loaded, at paths that are all answered', async () => {
  const { body } = await send(versions.port, 'GET', '/openapi.json');
  const { paths } = JSON.parse(body) as { paths: Record<string, Record<string, unknown>> };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/v2/models/diagnosis/versions/{version}',
      '/v2/models/diagnosis/versions/{version}/infer',
      '/v2/repository/index',
      '/v2/repository/models/diagnosis/load',
    ]),
  );
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const { status } = await send(versions.port, method.toUpperCase(), path.replace('{version}', '1.0.0'));
      expect([path, [404, 405].includes(status)]).toEqual([path, false]);
    }
  }
  const ids = [...body.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
