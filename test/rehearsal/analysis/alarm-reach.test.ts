import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import { alarmReach } from '@inference-constructs/rehearsal/analysis/alarm-reach';
import { functionTimeline } from '@inference-constructs/rehearsal/analysis/function-timeline';
import { canary, linear } from '@inference-constructs/core/out/rollout/codedeploy';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edited, temporaryFolder, v1, v2 } from '../support/assembly';
import { FakeInvoker } from '../support/fake-invoker';
import { alarm, blueGreen, endpoint, read } from './support/declared';

type Block = Record<string, unknown>;

function reach(properties: Block, steps = canary(10, 10)) {
  const timeline = functionTimeline({ configuration: '', steps, alarmNames: [], rollsBackOnAlarm: true });
  return alarmReach({ name: 'a', path: 'App/A', properties: alarm(properties) }, [], timeline);
}

const wallClock = { EvaluationWindow: { WallClockWindow: {} } };

test.each<[string, Block, number | undefined, number, string]>([
  ['one minute', {}, 2, 3, 'whole window'],
  ['the whole bake, less the time that data need', { Period: 480 }, 2, 10, 'whole window'],
  ['longer than the bake', { Period: 900 }, 2, 17, 'part of its window'],
  ['three of three', { EvaluationPeriods: 3 }, 4, 5, 'whole window'],
  ['two of three', { EvaluationPeriods: 3, DatapointsToAlarm: 2 }, 3, 5, 'whole window'],
  [
    'two of three, too few decide',
    { EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'missing' },
    2,
    5,
    'whole window',
  ],
  ['the two periods of ten minutes of the guide', { Period: 600, EvaluationPeriods: 2 }, undefined, 22, 'nothing'],
  [
    'missing data breach',
    { Period: 600, EvaluationPeriods: 2, TreatMissingData: 'breaching' },
    0,
    22,
    'part of its window',
  ],
  ['five minutes on the clock', { Period: 300, ...wallClock }, 2, 7, 'whole window'],
  ['an hour on the clock may end now', { Period: 3600, ...wallClock }, 2, 62, 'part of its window'],
  [
    'while it warms up',
    { WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 7, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true } },
    7,
    3,
    'whole window',
  ],
])('%s', (_, properties, earliest, whole, sees) => {
  const { earliestMinute, wholeWindowMinute, bakes } = reach(properties);
  expect(earliestMinute).toBe(earliest);
  expect(wholeWindowMinute).toBe(whole);
  expect(bakes.map((bake) => bake.sees)).toEqual([sees]);
});

test('each step has its own answer', () => {
  expect(reach({ Period: 300, EvaluationPeriods: 2 }, linear(25, 5)).bakes).toEqual([
    { percent: 25, until: 5, sees: 'nothing' },
    { percent: 50, until: 10, sees: 'part of its window' },
    { percent: 75, until: 15, sees: 'whole window' },
  ]);
});

test('what cannot be evaluated is not known, and why', () => {
  expect(reach({ Period: 30 }).unknown).toContain('cannot evaluate period 30 s');
});

describe('the rehearsal agrees: a release whose every request fails is rolled back at the earliest minute', () => {
  const folder = temporaryFolder();
  const traffic = join(folder, 'traffic.jsonl');
  writeFileSync(traffic, '{"body":{"row":1}}\n');

  test.each<[Block]>([
    [{ Period: 60, EvaluationPeriods: 1 }],
    [{ Period: 60, EvaluationPeriods: 3 }],
    [{ Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2 }],
    [{ Period: 120, EvaluationPeriods: 2 }],
    [{ Period: 300, EvaluationPeriods: 2 }],
    [{ Period: 480, EvaluationPeriods: 1 }],
    [{ Period: 120, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'missing' }],
  ])('%j', async (more) => {
    const to = edited(folder, v2, ({ ErrorsAlarm2, Group }) => {
      const { Metrics } = ErrorsAlarm2.Properties as { Metrics: { MetricStat?: { Metric: Block } }[] };
      const { Metric } = Metrics[2].MetricStat as { Metric: Block };
      ErrorsAlarm2.Properties = { ...alarm(more), ...Metric, Statistic: 'Sum', Threshold: 0 };
      Group.Properties.AlarmConfiguration = { Alarms: [{ Name: { Ref: 'ErrorsAlarm2' } }] };
    });
    const invoker = new FakeInvoker(({ number }) => (number === '2' ? { errorRate: 1 } : {}));
    const { deployments } = await rehearse({ from: v1, to, traffic }, { invoker });
    const [{ earliestMinute, alarm: path }] = reachOf(to);
    expect(path).toBe('App/Classifier/ErrorsAlarm');
    expect(deployments[0]).toMatchObject({ verdict: 'rolled-back', minute: earliestMinute });
  });
});

function reachOf(directory: string) {
  return analyse(new SynthesizedOutputReader().read(directory, '2')).releases[0].alarms;
}

test('an endpoint counts from the minute at which its traffic shifts', () => {
  const deployment = blueGreen('CANARY', { bake: 10, percent: 10 });
  const [{ alarms }] = analyse(read(endpoint({ deployment, alarms: { Errors: {} } }))).releases;
  expect(alarms).toEqual([
    {
      alarm: 'Errors',
      windowSeconds: 60,
      earliestMinute: 9,
      wholeWindowMinute: 10,
      bakes: [
        { percent: 50, until: 17, sees: 'whole window' },
        { percent: 100, until: 27, sees: 'whole window' },
      ],
    },
  ]);
});

test('a composite alarm rings with those it is made of', () => {
  const resources = endpoint({
    deployment: blueGreen('CANARY', { bake: 10, percent: 10 }),
    alarms: { Errors: { EvaluationPeriods: 3 } },
  });
  resources.Both = {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmName: 'both', AlarmRule: { 'Fn::Sub': 'ALARM("${Errors}")' } },
  };
  const config = resources.Endpoint.Properties.DeploymentConfig as { AutoRollbackConfiguration: { Alarms: Block[] } };
  config.AutoRollbackConfiguration.Alarms = [{ AlarmName: 'both' }];
  const [{ alarms }] = analyse(read(resources)).releases;
  expect(alarms).toMatchObject([{ alarm: 'Both', earliestMinute: 11 }]);
});
