import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
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
  ['no guardrails', {}, ['provision 0-30 0'], { shiftsAt: 30, decidedAt: 30, endsAt: 30 }],
  [
    'all at once with a bake',
    { deployment: blueGreen('ALL_AT_ONCE', { bake: 10, termination: 5 }) },
    ['provision 0-30 0', 'bake 30-40 100', 'termination 40-45 100'],
    { shiftsAt: 30, decidedAt: 40, endsAt: 45 },
  ],
  [
    'a canary bakes twice',
    { deployment: blueGreen('CANARY', { bake: 10, percent: 20, termination: 2, timeout: 90 }) },
    ['provision 0-30 0', 'bake 30-40 20', 'bake 40-50 100', 'termination 50-52 100'],
    { shiftsAt: 30, decidedAt: 50, endsAt: 52, timeoutAt: 90 },
  ],
  [
    'a canary of one instance in four',
    { instances: 4, deployment: blueGreen('CANARY', { bake: 10, instances: 1 }) },
    ['provision 0-30 0', 'bake 30-40 25', 'bake 40-50 100'],
    { decidedAt: 50 },
  ],
  [
    'steps of a third',
    { deployment: blueGreen('LINEAR', { bake: 5, percent: 33 }) },
    ['provision 0-30 0', 'bake 30-35 33', 'bake 35-40 66', 'bake 40-45 99', 'bake 45-50 100'],
    { decidedAt: 50 },
  ],
  [
    'batches of a half start their instances one after the other',
    { deployment: rolling({ bake: 5, percent: 50, timeout: 120 }) },
    ['provision 0-30 0', 'bake 30-35 50', 'provision 35-65 50', 'bake 65-70 100'],
    { shiftsAt: 30, decidedAt: 70, endsAt: 70, timeoutAt: 120 },
  ],
  [
    'inf1, whatever is declared',
    { instanceType: 'ml.inf1.xlarge', deployment: blueGreen('CANARY', { bake: 10, percent: 20 }) },
    ['provision 0-30 0'],
    { decidedAt: 30 },
  ],
])('endpoint: %s', (_, spec, expected, times) => {
  const [{ timeline }] = analyse(read(endpoint(spec))).releases;
  expect(phases(timeline)).toEqual(expected);
  expect(timeline).toMatchObject(times);
  expect(timeline.phases.filter(({ isAssumed }) => isAssumed).every(({ kind }) => kind === 'provision')).toBe(true);
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
