import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { testWithMoto } from '../support/moto';
import { temporaryFolder } from '../support/packages';
import { root } from '../support/tools';

const CLIENTS = ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-application-auto-scaling'];
const HAS_SDK = CLIENTS.every((name) => {
  try {
    return require.resolve(name) !== '';
  } catch {
    return false;
  }
});

const configuration: ForecastConfiguration = {
  target: {
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    ResourceId: 'endpoint/diagnosis/variant/live',
  },
  metric: {
    namespace: 'AWS/SageMaker',
    name: 'Invocations',
    dimensions: { EndpointName: 'diagnosis', VariantName: 'live' },
  },
  targetPerMinute: 100,
  headroomPercent: 0,
  minCapacity: 1,
  maxCapacity: 10,
  leadMinutes: 10,
  lookbackDays: 14,
  timezone: 'UTC',
};

/** What an author has scheduled beside the forecast, and what one of last week's forecasts has left. */
const PREPARE = `
const cloudwatch = require('@aws-sdk/client-cloudwatch');
const scaling = require('@aws-sdk/client-application-auto-scaling');
const { target, metric } = JSON.parse(process.env.INFERENCE_FORECAST);
const hour = 3600000;
const begin = Math.floor(Date.now() / hour) * hour - 14 * 24 * hour;
const Dimensions = Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }));
const data = Array.from({ length: 14 * 24 }, (_, i) => ({
  MetricName: metric.name,
  Dimensions,
  Timestamp: new Date(begin + i * hour),
  Value: new Date(begin + i * hour).getUTCHours() === 9 ? 1750 : 50,
}));
(async () => {
  const client = new cloudwatch.CloudWatchClient();
  for (let i = 0; i < data.length; i += 20) {
    const MetricData = data.slice(i, i + 20);
    await client.send(new cloudwatch.PutMetricDataCommand({ Namespace: metric.namespace, MetricData }));
  }
  const targets = new scaling.ApplicationAutoScalingClient();
  await targets.send(new scaling.RegisterScalableTargetCommand({ ...target, MinCapacity: 1, MaxCapacity: 10 }));
  for (const ScheduledActionName of ['sale', 'forecast-MON-03']) {
    const ScalableTargetAction = { MinCapacity: 7 };
    const Schedule = 'cron(0 3 ? * MON *)';
    await targets.send(new scaling.PutScheduledActionCommand({ ...target, ScheduledActionName, Schedule, ScalableTargetAction }));
  }
})();
`;

const FORECAST = `require(process.argv[1]).handler().catch((error) => { console.error(error); process.exitCode = 1; });`;

const LIST = `
const scaling = require('@aws-sdk/client-application-auto-scaling');
const { target } = JSON.parse(process.env.INFERENCE_FORECAST);
new scaling.ApplicationAutoScalingClient().send(new scaling.DescribeScheduledActionsCommand(target)).then((page) =>
  console.log(JSON.stringify(page.ScheduledActions.map((action) =>
    [action.ScheduledActionName, action.Schedule, action.Timezone ?? null, action.ScalableTargetAction.MinCapacity]))));
`;

const SERVER = `
import time
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0)
server.start()
print('port', server.get_host_and_port()[1], flush=True)
while True: time.sleep(1)
`;

let server: ChildProcess | undefined;
afterAll(() => server?.kill());

function startServer(): Promise<number> {
  const child = (server = spawn('python3', ['-c', SERVER], { stdio: ['ignore', 'pipe', 'ignore'] }));
  return new Promise((resolve, reject) => {
    let told = '';
    child.stdout.on('data', (text: Buffer) => {
      told += text.toString();
      const port = /^port (\d+)$/m.exec(told)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', () => reject(new Error('moto did not start')));
  });
}

function run(port: number, script: string, ...args: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      // In Lambda the SDK is found from wherever the code lies.
      NODE_PATH: join(root, 'node_modules'),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      INFERENCE_FORECAST: JSON.stringify(configuration),
    },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

const testWithSdk: typeof testWithMoto = HAS_SDK
  ? testWithMoto
  : (name, body) => test.skip(`${name} [needs ${CLIENTS.join(' and ')}]`, body);

testWithSdk('the bundled function reads CloudWatch and writes scheduled actions with the AWS SDK', async () => {
  const outdir = temporaryFolder();
  const built = spawnSync(process.execPath, [join(root, 'runtime', 'build.mjs'), '--outdir', outdir]);
  expect(built.status).toBe(0);
  const bundle = join(outdir, 'forecast', 'index.js');
  const port = await startServer();
  run(port, PREPARE);
  expect(run(port, FORECAST, bundle)).toMatchObject({ outcome: 'scheduled', put: 14, deleted: 1, least: 1, most: 4 });
  const actions = run(port, LIST) as string[][];
  expect(actions).toContainEqual(['sale', 'cron(0 3 ? * MON *)', null, 7]);
  expect(actions.filter(([name]) => name.startsWith('forecast-MON')).sort()).toEqual([
    ['forecast-MON-09', 'cron(50 8 ? * MON *)', 'UTC', 4],
    ['forecast-MON-10', 'cron(0 10 ? * MON *)', 'UTC', 1],
  ]);
  expect(actions).toHaveLength(15);
  expect(run(port, FORECAST, bundle)).toMatchObject({ put: 0, deleted: 0 });
});
