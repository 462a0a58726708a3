import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import { releaseLines } from '@inference-constructs/rehearsal/analysis/analysis-text';
import { functionTimeline } from '@inference-constructs/rehearsal/analysis/function-timeline';
import { allAtOnce, canary, linear } from '@inference-constructs/core/out/rollout/codedeploy';
import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import type { Timeline } from '@inference-constructs/rehearsal/analysis/analysis-types';
import { blueGreen, endpoint, read, rolling } from './support/declared';
import type { EndpointSpec } from './support/declared';

/** `provision 0-30 0`: kind, minutes, percent. */
function phases({ phases: all }: Timeline): string[] {
  return all.map(({ kind, from, to, percent }) => `${kind} ${from}-${to} ${Math.round(percent)}`);
}

test.each<[string, EndpointSpec, string[], Partial<Timeline>]>([
  ['no guardrails', {}, ['provision 0-7 0'], { shiftsAt: 7, decidedAt: 7, endsAt: 7 }],
  ['instances without a GPU start sooner', { instanceType: 'ml.c7i.xlarge' }, ['provision 0-5 0'], { endsAt: 5 }],
  [
    'all at once with a bake',
    { deployment: blueGreen('ALL_AT_ONCE', { bake: 10, termination: 5 }) },
    ['provision 0-7 0', 'bake 7-17 100', 'termination 17-22 100'],
    { shiftsAt: 7, decidedAt: 17, endsAt: 22 },
  ],
  [
    'a canary bakes twice',
    { instances: 5, deployment: blueGreen('CANARY', { bake: 10, percent: 20, termination: 2, timeout: 90 }) },
    ['provision 0-7 0', 'bake 7-17 20', 'bake 17-27 100', 'termination 27-29 100'],
    { shiftsAt: 7, decidedAt: 27, endsAt: 29, timeoutAt: 90 },
  ],
  [
    'a canary moves whole instances',
    { instances: 2, deployment: blueGreen('CANARY', { bake: 10, percent: 10 }) },
    ['provision 0-7 0', 'bake 7-17 50', 'bake 17-27 100'],
    { decidedAt: 27 },
  ],
  [
    'a canary of one instance in four',
    { instances: 4, deployment: blueGreen('CANARY', { bake: 10, instances: 1 }) },
    ['provision 0-7 0', 'bake 7-17 25', 'bake 17-27 100'],
    { decidedAt: 27 },
  ],
  [
    'steps of a third',
    { instances: 100, deployment: blueGreen('LINEAR', { bake: 5, percent: 33 }) },
    ['provision 0-7 0', 'bake 7-12 33', 'bake 12-17 66', 'bake 17-22 99', 'bake 22-27 100'],
    { decidedAt: 27 },
  ],
  [
    'batches of a half start their instances one after the other',
    { deployment: rolling({ bake: 5, percent: 50, timeout: 120 }) },
    ['provision 0-7 0', 'bake 7-12 50', 'provision 12-19 50', 'bake 19-24 100'],
    { shiftsAt: 7, decidedAt: 24, endsAt: 24, timeoutAt: 120 },
  ],
  [
    'a batch of half of three instances is one',
    { instances: 3, deployment: rolling({ bake: 5, percent: 50 }) },
    ['provision 0-7 0', 'bake 7-12 33', 'provision 12-19 33', 'bake 19-24 67', 'provision 24-31 67', 'bake 31-36 100'],
    { decidedAt: 36 },
  ],
  [
    'inf1, whatever is declared',
    { instanceType: 'ml.inf1.xlarge', deployment: blueGreen('CANARY', { bake: 10, percent: 20 }) },
    ['provision 0-5 0'],
    { decidedAt: 5 },
  ],
])('endpoint: %s', (_, spec, expected, times) => {
  const [{ timeline }] = analyse(read(endpoint(spec))).releases;
  expect(phases(timeline)).toEqual(expected);
  expect(timeline).toMatchObject(times);
  expect(timeline.phases.filter(({ isAssumed }) => isAssumed).every(({ kind }) => kind === 'provision')).toBe(true);
});

test.each<[string, Record<string, number>, number[]]>([
  ['a share', { percent: 25 }, [25, 50, 75, 100]],
  ['a number of instances', { instances: 2 }, [100]],
])('a configuration that is not in the template, steps of %s', (_, size, shares) => {
  const { Endpoint } = endpoint({ deployment: blueGreen('LINEAR', { bake: 5, ...size }) });
  const named = { ...Endpoint, Properties: { ...Endpoint.Properties, EndpointConfigName: 'made-elsewhere' } };
  const [{ timeline }] = analyse(read({ Endpoint: named })).releases;
  const bakes = timeline.phases.filter(({ kind }) => kind === 'bake');
  expect(bakes.map(({ percent }) => percent)).toEqual(shares);
});

test.each<[string, TrafficStep[], string[], number]>([
  ['a canary', canary(10, 15), ['bake 0-15 10'], 15],
  ['steps of ten percent', linear(50, 2), ['bake 0-2 50'], 2],
  ['thirds', linear(33, 1), ['bake 0-1 33', 'bake 1-2 66', 'bake 2-3 99'], 3],
  ['all at once', allAtOnce(), [], 0],
])('function: %s', (_, steps, expected, decidedAt) => {
  const timeline = functionTimeline({ configuration: '', steps, alarmNames: [], rollsBackOnAlarm: true });
  expect(phases(timeline)).toEqual(expected);
  expect(timeline).toMatchObject({ shiftsAt: 0, decidedAt, endsAt: decidedAt });
});

test('nothing starts instances where there are none', () => {
  const [release] = analyse(read(endpoint({ serverless: true }))).releases;
  expect(releaseLines(release).slice(0, 2)).toEqual([
    'minute 0 to 5: 0 % on the new configuration, it comes into service (5 min assumed)',
    'minute 5: the old configuration is gone',
  ]);
});
