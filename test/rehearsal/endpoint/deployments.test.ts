import { Turn } from '@inference-constructs/rehearsal/clock/clock';
import { VirtualClock } from '@inference-constructs/rehearsal/clock/virtual-clock';
import type { DeploymentOutcome, Rollout } from '@inference-constructs/rehearsal/control-plane/control-plane';
import {
  SageMakerCreation,
  SageMakerDeployments,
} from '@inference-constructs/rehearsal/control-plane/sagemaker/deployments';

const CANARY: Rollout = {
  configuration: 'test',
  steps: [
    { percent: 0, minutes: 5 },
    { percent: 50, minutes: 10 },
    { percent: 100, minutes: 10 },
    { percent: 100, minutes: 0 },
  ],
  alarmNames: ['watched'],
  rollsBackOnAlarm: true,
};

/** What SageMaker does when the watched alarm goes off at a minute, or the containers fail. */
async function deploy(
  rollout: Rollout,
  { rings, failure }: { rings?: number; failure?: string } = {},
  isFirst = false,
) {
  const clock = new VirtualClock();
  const shifts: string[] = [];
  const outcomes: DeploymentOutcome[] = [];
  let isRinging = false;
  if (rings !== undefined) clock.at(rings, Turn.EVALUATE, () => void (isRinging = true));
  const plane = isFirst ? new SageMakerCreation() : new SageMakerDeployments();
  plane.deploy(
    rollout,
    {
      clock,
      alarms: () => [
        {
          alarm: { name: 'watched', path: 'App/watched', properties: {} },
          state: isRinging ? 'ALARM' : 'OK',
          possible: [isRinging ? 'ALARM' : 'OK'],
        },
      ],
      shift: (percent) => void shifts.push(`${clock.now}: ${percent} %`),
      failure: () => failure,
    },
    (outcome) => void outcomes.push(outcome),
  );
  await clock.run();
  return {
    shifts,
    outcomes: outcomes.map(({ kind, minute, reason }) => `${kind} at ${minute}${reason ? `: ${reason}` : ''}`),
  };
}

test('starts instances, shifts, bakes, shifts the rest, bakes again', async () => {
  expect(await deploy(CANARY)).toEqual({
    shifts: ['0: 0 %', '5: 50 %', '15: 100 %', '25: 100 %'],
    outcomes: ['promoted at 25'],
  });
});

test.each([
  [6, 'rolled-back at 6'],
  [14, 'rolled-back at 14'],
  [24, 'rolled-back at 24'],
  [25, 'rolled-back at 25'],
  [26, 'promoted at 25'],
  // Before the first shift nothing is watched; what still rings then is seen a minute later.
  [2, 'rolled-back at 6'],
])('an alarm at minute %i: %s', async (rings, outcome) => {
  expect((await deploy(CANARY, { rings })).outcomes).toEqual([outcome]);
});

test('an alarm takes all traffic back at once', async () => {
  expect((await deploy(CANARY, { rings: 8 })).shifts).toEqual(['0: 0 %', '5: 50 %', '8: 0 %']);
});

test('a rolling deployment goes back when the old instances are there again', async () => {
  const back = await deploy({ ...CANARY, isRolling: true, rollbackMinutes: 5 }, { rings: 8 });
  expect(back).toEqual({ shifts: ['0: 0 %', '5: 50 %', '13: 0 %'], outcomes: ['rolled-back at 13'] });
});

test('containers that do not become healthy never get traffic', async () => {
  expect(await deploy(CANARY, { failure: 'no /ping' })).toEqual({
    shifts: ['0: 0 %', '5: 0 %'],
    outcomes: ['rolled-back at 5: no /ping'],
  });
});

test('a deployment that takes too long goes back', async () => {
  expect((await deploy({ ...CANARY, longestMinutes: 20 })).outcomes).toEqual([
    'rolled-back at 20: it took longer than MaximumExecutionTimeoutInSeconds allows (20 minutes)',
  ]);
});

test('without alarms to roll back on, nothing does', async () => {
  expect((await deploy({ ...CANARY, rollsBackOnAlarm: false }, { rings: 8 })).outcomes).toEqual(['promoted at 25']);
});

test('a first deployment is not watched: it comes into service or fails', async () => {
  const first: Rollout = { ...CANARY, steps: [{ percent: 100, minutes: 0 }] };
  expect((await deploy(first, { rings: 0 }, true)).outcomes).toEqual(['promoted at 0']);
  expect((await deploy(first, { failure: 'no /ping' }, true)).outcomes).toEqual(['failed at 0: no /ping']);
});
