import type { AlarmState, AlarmStatus } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import { Turn } from '@inference-constructs/rehearsal/clock/clock';
import { VirtualClock } from '@inference-constructs/rehearsal/clock/virtual-clock';
import { CodeDeploy } from '@inference-constructs/rehearsal/control-plane/codedeploy';
import type {
  ControlledTraffic,
  DeploymentOutcome,
  Rollout,
} from '@inference-constructs/rehearsal/control-plane/control-plane';
import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import { allAtOnce, canary, linear } from '@inference-constructs/core/out/rollout/codedeploy';

function status(name: string, state: AlarmState, possible: readonly AlarmState[] = [state]): AlarmStatus {
  return { alarm: { name, path: `App/${name}`, properties: {} }, state, possible, threshold: 1 };
}

/** What CodeDeploy does when alarms go off as told: minute, alarm. */
async function deploy(
  steps: readonly TrafficStep[],
  rings: [number, string][] = [],
  more: Partial<Rollout> = {},
  hooks: ControlledTraffic['hooks'] = {},
) {
  const clock = new VirtualClock();
  const shifts: string[] = [];
  const outcomes: DeploymentOutcome[] = [];
  const alarmNames = ['watched', 'also'];
  const rollout: Rollout = { configuration: 'test', steps, alarmNames, rollsBackOnAlarm: true, ...more };
  const ringing = new Set<string>();
  for (const [minute, name] of rings) clock.at(minute, Turn.EVALUATE, () => void ringing.add(name));
  new CodeDeploy().deploy(
    rollout,
    {
      clock,
      alarms: () => ['watched', 'also', 'other'].map((name) => status(name, ringing.has(name) ? 'ALARM' : 'OK')),
      hooks,
      shift: (percent, step) => void shifts.push(`${clock.now}: ${percent} % (step ${step})`),
    },
    (outcome) => void outcomes.push(outcome),
  );
  await clock.run();
  return {
    shifts,
    outcomes: outcomes.map(({ kind, minute, alarms, reason = '' }) =>
      `${kind} at ${minute} ${alarms.map(({ alarm }) => alarm.name).join()}${reason}`.trim(),
    ),
  };
}

test.each<[string, TrafficStep[], string[], string]>([
  ['canary', canary(10, 15), ['0: 10 % (step 0)', '15: 100 % (step 1)'], 'promoted at 15'],
  [
    'linear',
    linear(30, 2),
    ['0: 30 % (step 0)', '2: 60 % (step 1)', '4: 90 % (step 2)', '6: 100 % (step 3)'],
    'promoted at 6',
  ],
  ['all at once', allAtOnce(), ['0: 100 % (step 0)'], 'promoted at 0'],
])('%s without an alarm', async (_, steps, shifts, outcome) => {
  expect(await deploy(steps)).toEqual({ shifts, outcomes: [outcome] });
});

test('an alarm takes all traffic back in the minute it is seen', async () => {
  expect(await deploy(canary(10, 15), [[4, 'watched']])).toEqual({
    shifts: ['0: 10 % (step 0)', '4: 0 % (step 0)'],
    outcomes: ['rolled-back at 4 watched'],
  });
});

test('all alarms of that minute are named', async () => {
  const rings: [number, string][] = [
    [4, 'also'],
    [4, 'watched'],
  ];
  expect((await deploy(canary(10, 15), rings)).outcomes).toEqual(['rolled-back at 4 watched,also']);
});

test('an alarm in the last minute of the bake comes before the last shift', async () => {
  expect(await deploy(canary(10, 15), [[15, 'watched']])).toMatchObject({ outcomes: ['rolled-back at 15 watched'] });
});

test('an alarm after the last shift comes too late', async () => {
  expect(await deploy(canary(10, 15), [[16, 'watched']])).toMatchObject({ outcomes: ['promoted at 15'] });
});

test("an alarm that is not the deployment group's changes nothing", async () => {
  expect(await deploy(canary(10, 15), [[4, 'other']])).toMatchObject({ outcomes: ['promoted at 15'] });
});

test('without rollback on alarms the alias stays on two versions', async () => {
  expect(await deploy(canary(10, 15), [[4, 'watched']], { rollsBackOnAlarm: false })).toEqual({
    shifts: ['0: 10 % (step 0)'],
    outcomes: ['stopped at 4 watched'],
  });
});

test('an alarm of which AWS leaves the state open does not decide', async () => {
  const clock = new VirtualClock();
  const outcomes: DeploymentOutcome[] = [];
  const rollout: Rollout = {
    configuration: 'test',
    steps: canary(10, 5),
    alarmNames: ['watched'],
    rollsBackOnAlarm: true,
  };
  const open = status('watched', 'ALARM', ['ALARM', 'OK']);
  const traffic = { clock, alarms: () => [open], shift: () => {} };
  new CodeDeploy().deploy(rollout, traffic, (outcome) => void outcomes.push(outcome));
  await clock.run();
  expect(outcomes).toMatchObject([{ kind: 'promoted', minute: 5 }]);
});

describe('hooks', () => {
  const says = (minutes: number, failure?: string) => async () => ({
    minutes,
    ...(failure === undefined ? {} : { failure }),
  });
  const before = (...answer: Parameters<typeof says>) => ({ BeforeAllowTraffic: says(...answer) });
  const after = (...answer: Parameters<typeof says>) => ({ AfterAllowTraffic: says(...answer) });

  test.each<[string, Parameters<typeof deploy>, string[], string]>([
    [
      'before it traffic waits',
      [canary(10, 5), [], {}, before(2)],
      ['2: 10 % (step 0)', '7: 100 % (step 1)'],
      'promoted at 7',
    ],
    [
      'one that fails before lets nothing through',
      [canary(10, 5), [], {}, before(1, 'no')],
      ['1: 0 % (step 0)'],
      'rolled-back at 1 no',
    ],
    [
      'also where nothing rolls back, because nothing has shifted',
      [canary(10, 5), [], { rollsBackOnFailure: false }, before(60, 'no')],
      ['60: 0 % (step 0)'],
      'rolled-back at 60 no',
    ],
    [
      'an alarm does not wait for it',
      [canary(10, 5), [[3, 'watched']], {}, before(60)],
      ['3: 0 % (step 0)'],
      'rolled-back at 3 watched',
    ],
    [
      'after it the deployment is over',
      [canary(10, 5), [], {}, after(2)],
      ['0: 10 % (step 0)', '5: 100 % (step 1)'],
      'promoted at 7',
    ],
    [
      'one that fails after takes all traffic back',
      [canary(10, 5), [], {}, after(1, 'no')],
      ['0: 10 % (step 0)', '5: 100 % (step 1)', '6: 0 % (step 0)'],
      'rolled-back at 6 no',
    ],
    [
      'and leaves it where failures roll nothing back',
      [canary(10, 5), [], { rollsBackOnFailure: false }, after(1, 'no')],
      ['0: 10 % (step 0)', '5: 100 % (step 1)'],
      'stopped at 6 no',
    ],
    [
      'while it is asked after the last shift, alarms still roll back',
      [canary(10, 5), [[6, 'watched']], {}, after(60)],
      ['0: 10 % (step 0)', '5: 100 % (step 1)', '6: 0 % (step 0)'],
      'rolled-back at 6 watched',
    ],
    ['all at once', [allAtOnce(), [], {}, { ...before(1), ...after(1) }], ['1: 100 % (step 0)'], 'promoted at 2'],
  ])('%s', async (_, inputs, shifts, outcome) => {
    expect(await deploy(...inputs)).toEqual({ shifts, outcomes: [outcome] });
  });

  test('none is asked after a deployment that an alarm took back', async () => {
    const asked = jest.fn(says(1));
    await deploy(canary(10, 5), [[2, 'watched']], {}, { AfterAllowTraffic: asked });
    expect(asked).not.toHaveBeenCalled();
  });
});
