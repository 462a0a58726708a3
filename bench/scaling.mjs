// What it takes to simulate a day of autoscaling: target tracking by itself, with a high-resolution metric, and with all else.
// node bench/scaling.mjs [--blocks 101] [--json FILE]
import { spawnSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spread, table, text, writeResult } from './blocks.mjs';
import { here, nodeVersion, runtimeNode } from './servers.mjs';

// What is measured runs here, so it runs where the other measurements do.
if (process.versions.node !== nodeVersion()) {
  process.exit(spawnSync(runtimeNode(), process.argv.slice(1), { stdio: 'inherit' }).status ?? 1);
}

const MINUTES = 1440;
const VARIANT = 'sagemaker:variant:DesiredInstanceCount';

const { values } = parseArgs({ options: { blocks: { type: 'string', default: '101' }, json: { type: 'string' } } });

/** The simulator is part of the rehearsal's bundle only where it is called from; here it is bundled by itself. */
function simulator() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-scaling-'));
  const contents = [
    "export { graphOfTemplate } from './lib/src/graph/cloudformation';",
    "export { readScaling } from './rehearsal/src/scaling/read-scaling';",
    "export { simulateScaling } from './rehearsal/src/scaling/simulate';",
  ].join('\n');
  const outfile = join(folder, 'scaling.cjs');
  const stdin = { contents, resolveDir: join(here, '..'), loader: 'ts' };
  const tsconfigRaw = {
    compilerOptions: { baseUrl: join(here, '..'), paths: { '@inference-constructs/core/out/*': ['lib/src/*'] } },
  };
  buildSync({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', tsconfigRaw });
  const loaded = createRequire(import.meta.url)(outfile);
  rmSync(folder, { recursive: true });
  return loaded;
}

const { graphOfTemplate, readScaling, simulateScaling } = simulator();

/** A day with a night, a lunch break and noise, from 200 to 6000 requests a minute. */
const requests = Array.from({ length: MINUTES }, (_, minute) => {
  const hour = minute / 60;
  const day = Math.max(0, Math.sin(((hour - 6) / 16) * Math.PI)) - (hour > 12 && hour < 13 ? 0.3 : 0);
  return Math.round(200 + 5600 * Math.max(0, day) + 200 * Math.abs(Math.sin(minute * 12.9898)));
});
const trace = { requests, metrics: new Map() };
const service = { serviceSeconds: 0.05, requestsPerMinute: 900 };

const policy = (value, more) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  Properties: {
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: { Ref: 'Target' },
    TargetTrackingScalingPolicyConfiguration: { TargetValue: value, ...more },
  },
});
const predefined = (value, PredefinedMetricType) =>
  policy(value, { PredefinedMetricSpecification: { PredefinedMetricType } });
const metric = (Id, MetricName, Stat) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName }, Stat },
});
const tracking = predefined(700, 'SageMakerVariantInvocationsPerInstance');
const highResolution = predefined(0.6, 'SageMakerVariantConcurrentRequestsPerModelHighResolution');
const math = policy(700, {
  CustomizedMetricSpecification: {
    Metrics: [
      metric('requests', 'Invocations', 'Sum'),
      metric('each', 'InvocationsPerInstance', 'Sum'),
      { Id: 'load', Expression: 'IF(requests > 100, each, 0)' },
    ],
  },
});
const actions = [
  {
    ScheduledActionName: 'morning',
    Schedule: 'cron(0 7 ? * MON-FRI *)',
    Timezone: 'Europe/Berlin',
    ScalableTargetAction: { MinCapacity: 4 },
  },
  {
    ScheduledActionName: 'evening',
    Schedule: 'cron(0 20 * * ? *)',
    Timezone: 'Europe/Berlin',
    ScalableTargetAction: { MinCapacity: 1 },
  },
];

const contestants = {
  'target tracking': { tracking },
  'and two schedules': { tracking, actions },
  'and metric math': { tracking, actions, math },
  'and a 10-second metric': { tracking, actions, math, highResolution },
};

const results = {};
for (const [name, { actions: ScheduledActions = [], ...policies }] of Object.entries(contestants)) {
  const Target = {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ScalableDimension: VARIANT,
      ResourceId: 'endpoint/e/variant/v',
      MinCapacity: 1,
      MaxCapacity: 20,
      ScheduledActions,
    },
  };
  const { inputs, notPlayed } = readScaling(graphOfTemplate({ Resources: { Target, ...policies } }));
  if (notPlayed.length > 0) throw new Error(notPlayed[0].reason);
  const milliseconds = [];
  let played;
  for (let block = 0; block < Number(values.blocks); block++) {
    const begin = performance.now();
    played = simulateScaling(inputs[0], trace, { service });
    milliseconds.push(performance.now() - begin);
  }
  results[name] = { first: milliseconds[0], all: spread(milliseconds), activities: played.activities.length };
}
console.log(`Node.js ${nodeVersion()}, ${MINUTES} minutes, ${values.blocks} runs each`);
table(
  ['policies', 'first run, ms', 'median, ms', 'activities'],
  Object.entries(results).map(([name, { first, all, activities }]) => [
    name,
    first.toFixed(1),
    text(all, 2),
    activities,
  ]),
);
writeResult(values.json, { command: 'node bench/scaling.mjs', ...values, json: undefined }, results);
