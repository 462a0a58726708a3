import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallableFunction } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { CloudAssemblyReader } from '@inference-constructs/rehearsal/assembly/cloud-assembly-reader';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { MemoryMetricStore } from '@inference-constructs/rehearsal/metrics/memory-metric-store';
import type { MayDo } from '@inference-constructs/rehearsal/room/caller';
import { cloudWatchServices } from '@inference-constructs/rehearsal/room/cloudwatch';
import { HookDesk } from '@inference-constructs/rehearsal/room/codedeploy';
import { FunctionRoom } from '@inference-constructs/rehearsal/room/function-room';
import { lambdaServices } from '@inference-constructs/rehearsal/room/lambda';
import type { PlayedVersion } from '@inference-constructs/rehearsal/room/played-versions';
import { PlayedVersions } from '@inference-constructs/rehearsal/room/played-versions';
import { scalingServices } from '@inference-constructs/rehearsal/room/scaling';
import { bundleRuntime } from '../../runtime/support/bundles';
import { temporaryFolder, v2 } from '../support/assembly';
import { bundles } from '../support/bundles';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const invoker = new ProcessInvoker(bundles().host);
const [declared] = new CloudAssemblyReader().read(v2, '2').functions;
const runtime = bundleRuntime();
afterAll(() => runtime.remove());

const metric = { namespace: 'Shop', name: 'Orders', dimensions: { Shop: 'a' } };
const store = new MemoryMetricStore();
let percent = 0;
const played = (number: string): PlayedVersion => ({
  functionName: 'App-Fn',
  aliasName: 'live',
  number,
  losesLogs: false,
  invoke: async (event, clientContext) =>
    event === 'fail'
      ? { error: { type: 'TypeError', message: 'as asked' }, durationMilliseconds: 1, lines: [] }
      : { answer: { number, event, clientContext }, durationMilliseconds: 1, lines: [] },
});
const desk = new HookDesk('arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:app/group');
let denied: readonly string[] = [];
const mayDo: MayDo = (action) => ({ decision: denied.includes(action) ? 'denied' : 'allowed', role: 'App/Role' });

let functions = 0;
/** A function of this source. */
function callable(source: string, more: Partial<CallableFunction['version']> = {}): CallableFunction {
  const path = join(folder, `function-${functions++}`);
  mkdirSync(path);
  writeFileSync(join(path, 'index.js'), source);
  const code = { key: path, path, isZip: false };
  const version = { ...declared.version, functionName: 'App-Helper', timeoutSeconds: 20, code, ...more };
  return { id: path, path: 'App/Helper', version };
}

const other = callable('exports.handler = async (event) => ({ other: event });', { functionName: 'App-Other' });
const room: FunctionRoom = new FunctionRoom({
  invoker,
  mostSeconds: 20,
  permissions: () => mayDo,
  services: {
    ...lambdaServices({
      versions: new PlayedVersions(played('2'), played('1'), store, () => ({ minute: 5, percent })),
      find: (functionName) => (functionName === other.version.functionName ? other : undefined),
      invoke: async (fn, event) => (await room.invoke(fn, event)).invocation,
    }),
    ...desk.services,
    ...cloudWatchServices(store, () => 5),
    ...scalingServices(),
  },
});
afterAll(() => room.stop());
afterEach(() => (denied = []));

const INVOKE = `
exports.handler = async ({ name, query = '', body = { asked: 1 }, headers = {} }) => {
  const url = process.env.AWS_ENDPOINT_URL + '/2015-03-31/functions/' + name + '/invocations' + query;
  const authorization = 'AWS4-HMAC-SHA256 Credential=x/20260101/here/lambda/aws4_request';
  const response = await fetch(url, { method: 'POST', headers: { authorization, ...headers }, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, error: response.headers.get('x-amz-function-error'), body: text && JSON.parse(text) };
};`;

describe('an invocation of a function by another', () => {
  const caller = callable(INVOKE);
  const invoke = async (event: object) => (await room.invoke(caller, event)).invocation.answer;

  test.each<[string, object, unknown]>([
    ['of a version goes to it', { name: 'App-Fn', query: '?Qualifier=1' }, { number: '1', event: { asked: 1 } }],
    ['of its latest code goes to the new version', { name: 'App-Fn' }, { number: '2', event: { asked: 1 } }],
    [
      'by a qualified ARN too',
      { name: encodeURIComponent('arn:aws:lambda:eu-west-1:123456789012:function:App-Fn:2') },
      { number: '2', event: { asked: 1 } },
    ],
    [
      'has its client context',
      {
        name: 'App-Fn:2',
        headers: { 'x-amz-client-context': Buffer.from('{"custom":{"a":1}}').toString('base64') },
      },
      { number: '2', event: { asked: 1 }, clientContext: { custom: { a: 1 } } },
    ],
    ['of another function runs that', { name: 'App-Other' }, { other: { asked: 1 } }],
  ])('%s', async (_, event, body) => {
    expect(await invoke(event)).toEqual({ status: 200, error: null, body });
  });

  test('of the alias goes where its weights say', async () => {
    const asked = async (share: number): Promise<string[]> => {
      percent = share;
      const numbers: string[] = [];
      for (let i = 0; i < 10; i++) {
        const { body } = (await invoke({ name: 'App-Fn', query: '?Qualifier=live' })) as { body: { number: string } };
        numbers.push(body.number);
      }
      return numbers.sort();
    };
    expect(await asked(0)).toEqual(new Array(10).fill('1'));
    expect(await asked(100)).toEqual(new Array(10).fill('2'));
    expect((await asked(30)).filter((number) => number === '2')).toHaveLength(3);
  });

  test('that fails says so in a header', async () => {
    expect(await invoke({ name: 'App-Fn:2', body: 'fail' })).toEqual({
      status: 200,
      error: 'Unhandled',
      body: { errorType: 'TypeError', errorMessage: 'as asked' },
    });
  });

  test('of a function that is not in the template, or without permission, is refused and named', async () => {
    const elsewhere = await room.invoke(caller, { name: 'elsewhere' });
    expect(elsewhere.invocation.answer).toMatchObject({ status: 404 });
    denied = ['lambda:InvokeFunction'];
    const refused = await room.invoke(caller, { name: 'App-Fn:2' });
    expect(refused.invocation.answer).toMatchObject({
      status: 403,
      body: {
        message:
          'App-Helper is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:123456789012:function:App-Fn:2',
      },
    });
    expect([elsewhere, refused].map(({ calls }) => calls)).toEqual([
      [
        {
          service: 'lambda',
          operation: 'Invoke',
          on: 'elsewhere',
          refused: 'function elsewhere is not in the template',
          times: 1,
        },
      ],
      [
        {
          service: 'lambda',
          operation: 'Invoke',
          on: 'App-Fn:2',
          refused:
            'role App/Role has no lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:App-Fn:2',
          times: 1,
        },
      ],
    ]);
  });

  test('counts in what Lambda publishes of the function', () => {
    const invocations = { namespace: 'AWS/Lambda', name: 'Invocations', dimensions: { FunctionName: 'App-Fn' } };
    expect(store.samples(invocations, 5, 6).length).toBeGreaterThan(0);
  });
});

describe('a function in the room', () => {
  test("has no credentials of this machine, and none of the developer's variables or files", async () => {
    const { HOME } = process.env;
    Object.assign(process.env, { AWS_PROFILE: 'mine', AWS_ACCESS_KEY_ID: 'AKIAMINE', HOME: folder });
    const tell = callable('exports.handler = async () => process.env;', {
      environment: { MINE: 'template', AWS_ENDPOINT_URL_LAMBDA: 'https://lambda.example.com' },
    });
    const { answer } = (await room.invoke(tell, {})).invocation as { answer: Record<string, string> };
    Object.assign(process.env, { HOME });
    delete process.env.AWS_PROFILE;
    delete process.env.AWS_ACCESS_KEY_ID;
    expect(answer).toMatchObject({
      MINE: 'template',
      AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      AWS_ACCESS_KEY_ID: 'REHEARSAL',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect(Object.keys(answer)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(AWS_PROFILE|HOME|AWS_ENDPOINT_URL_.*|_REHEARSAL.*)$/)]),
    );
  });

  const OUTSIDE = `
const attempts = {
  fetch: () => fetch('https://192.0.2.1/'),
  name: () => fetch('http://example.com/'),
  socket: () => new Promise((resolve, reject) => require('node:net').connect(80, '192.0.2.1', resolve).on('error', reject)),
  tls: () => new Promise((resolve, reject) => require('node:tls').connect(443, '192.0.2.1', resolve).on('error', reject)),
  datagram: async () => require('node:dgram').createSocket('udp4').send('x', 53, '192.0.2.1'),
  resolver: async () => require('node:dns').promises.resolve4('example.com'),
  thread: () => new Promise((resolve, reject) => {
    const { Worker } = require('node:worker_threads');
    const source = "require('node:net').connect(80, '192.0.2.1').on('error', (error) => { throw error; })";
    new Worker(source, { eval: true }).on('error', reject).on('exit', resolve);
  }),
};
exports.handler = async ({ how }) => {
  try { await attempts[how](); return 'reached'; }
  catch (error) { return (error.cause ?? error).message; }
};`;
  const outside = callable(OUTSIDE);

  test.each([
    ['fetch', '192.0.2.1:443'],
    ['name', 'example.com:80'],
    ['socket', '192.0.2.1:80'],
    ['tls', '192.0.2.1:443'],
    ['datagram', 'a datagram'],
    ['resolver', 'a name server'],
    ['thread', '192.0.2.1:80'],
  ])('reaches nothing outside this machine: %s', async (how, where) => {
    const { invocation, calls } = await room.invoke(outside, { how });
    expect(invocation.answer).toBe(`${where}: nothing outside this machine is reached in a rehearsal`);
    expect(invocation.lines).toEqual([]);
    const refused = 'nothing outside this machine is reached';
    expect(calls).toEqual([{ service: 'network', operation: 'connect', on: where, refused, times: 1 }]);
  });

  test.each(['//', '/%E0%A4%A'])('may ask for %s, and is refused', async (path) => {
    const source = `exports.handler = () => new Promise((resolve, reject) => {
      const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);
      require('node:http').get({ hostname, port, path: ${JSON.stringify(path)} }, ({ statusCode }) => resolve(statusCode)).on('error', reject);
    });`;
    const { invocation, calls } = await room.invoke(callable(source), {});
    expect([invocation.answer, calls]).toEqual([
      400,
      [
        {
          service: 'unsigned',
          operation: `GET ${path}`,
          refused: 'a rehearsal has nothing that stands in for it',
          times: 1,
        },
      ],
    ]);
  });

  test('takes requests that come at the same time one after the other', async () => {
    const slow = callable('exports.handler = async (n) => { await new Promise((r) => setTimeout(r, 20)); return n; };');
    const all = await Promise.all([1, 2, 3].map((n) => room.invoke(slow, n)));
    expect(all.map(({ invocation }) => invocation.answer)).toEqual([1, 2, 3]);
  });
});

describe("the AWS SDK of this project, in the place of Lambda's own", () => {
  const SDK = `
const { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand, ListMetricsCommand } = require('@aws-sdk/client-cloudwatch');
const scaling = require('@aws-sdk/client-application-auto-scaling');
const client = new CloudWatchClient({ maxAttempts: 1 });
const Metric = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [{ Name: 'Shop', Value: 'a' }] };
const target = { ServiceNamespace: 'sagemaker', ResourceId: 'endpoint/a/variant/b', ScalableDimension: 'sagemaker:variant:DesiredInstanceCount' };
exports.handler = async ({ how }) => {
  if (how === 'get') {
    const EndTime = new Date(Math.floor(Date.now() / 60000) * 60000 + 60000);
    const StartTime = new Date(EndTime.getTime() - 3 * 60000);
    const MetricDataQueries = [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }];
    const { MetricDataResults: [{ Timestamps, Values }] } = await client.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries, ScanBy: 'TimestampAscending' }));
    return { minutes: Timestamps.map((time) => (time - StartTime) / 60000), Values };
  }
  if (how === 'put') {
    const { Namespace, ...named } = Metric;
    const MetricData = [{ ...named, Values: [3], Counts: [2] }];
    await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
    return 'put';
  }
  if (how === 'list') return client.send(new ListMetricsCommand({}));
  const actions = new scaling.ApplicationAutoScalingClient();
  const action = { ...target, ScheduledActionName: 'morning' };
  const send = (name, input) => actions.send(new scaling[name + 'Command'](input));
  await send('PutScheduledAction', { ...action, Schedule: 'cron(0 8 * * ? *)', ScalableTargetAction: { MinCapacity: 3 } });
  const { ScheduledActions } = await send('DescribeScheduledActions', target);
  await send('DeleteScheduledAction', action);
  return { ScheduledActions, left: (await send('DescribeScheduledActions', target)).ScheduledActions.length };
};`;
  const asks = callable(SDK);

  test('reads the metrics of the rehearsal, whose present minute is now', async () => {
    store.put(metric, 3, { value: 1, weight: 10 });
    store.put(metric, 5, { value: 2, weight: 1 });
    const { invocation, calls } = await room.invoke(asks, { how: 'get' });
    expect(invocation).toMatchObject({ answer: { minutes: [0, 2], Values: [10, 2] } });
    expect(calls).toEqual([{ service: 'monitoring', operation: 'GetMetricData', times: 1 }]);
  });

  test('publishes metrics that alarms see', async () => {
    const before = store.samples(metric, 5, 6).length;
    expect((await room.invoke(asks, { how: 'put' })).invocation.answer).toBe('put');
    expect(store.samples(metric, 5, 6).slice(before)).toEqual([{ value: 3, weight: 2 }]);
  });

  test('schedules actions, which scale nothing', async () => {
    const { invocation } = await room.invoke(asks, { how: 'scale' });
    expect(invocation).toMatchObject({
      answer: { left: 0, ScheduledActions: [{ ScheduledActionName: 'morning', Schedule: 'cron(0 8 * * ? *)' }] },
    });
  });

  test('is refused what nothing stands in for', async () => {
    const { invocation, calls } = await room.invoke(asks, { how: 'list' });
    expect(invocation.error).toEqual({
      type: 'NotRehearsed',
      message: 'monitoring ListMetrics: a rehearsal has nothing that stands in for it',
    });
    expect(calls).toEqual([
      {
        service: 'monitoring',
        operation: 'ListMetrics',
        refused: 'a rehearsal has nothing that stands in for it',
        times: 1,
      },
    ]);
  });

  test('lets the forecast see that a rehearsal has no history of a week', async () => {
    const path = join(runtime.directory, 'forecast');
    const configuration = {
      target: {},
      metric: { namespace: 'Shop', name: 'Orders', dimensions: { Shop: 'a' } },
      lookbackDays: 14,
      timezone: 'UTC',
    };
    const forecast = callable('', {
      code: { key: path, path, isZip: false },
      environment: { INFERENCE_FORECAST: JSON.stringify(configuration) },
    });
    const { invocation, calls } = await room.invoke(forecast, {});
    expect(invocation.error).toBeUndefined();
    expect(invocation.answer).toMatchObject({ outcome: 'too-little-history' });
    expect(calls).toEqual([{ service: 'monitoring', operation: 'GetMetricData', times: 1 }]);
  });
});
