import type { Given } from './support/scaling';
import { actions, broken, scheduled, steps } from './support/scaling';

test.each<[Given, string]>([
  [
    { target: scheduled({ Schedule: 'cron(0 8 * * *)' }) },
    '[scheduled-scaling-invalid] Target: scheduled action night: Schedule ("cron(0 8 * * *)"): at(yyyy-mm-ddThh:mm:ss), ' +
      'rate(value unit) or cron() with 6 fields. write for example "cron(0 8 ? * MON-FRI *)"',
  ],
  [
    { target: scheduled({ Schedule: 'rate(1 day)', Timezone: 'Mars/Olympus' }) },
    '[scheduled-scaling-invalid] Target: scheduled action night: Timezone ("Mars/Olympus"): a name of the IANA database. ' +
      'write for example "Europe/Berlin"',
  ],
  [
    { target: scheduled({ Schedule: 'rate(1 day)', ScalableTargetAction: { MinCapacity: 3, MaxCapacity: 2 } }) },
    '[scheduled-scaling-invalid] Target: scheduled action night: MinCapacity (3): at most MaxCapacity (2). choose a smaller minimum',
  ],
  [
    { target: actions({ MinCapacity: 20 }) },
    '[scheduled-scaling-invalid] Target: scheduled action a0: MinCapacity (20): at most MaxCapacity (8) of the target and of ' +
      'other actions. choose a smaller minimum, or set a maximum with it',
  ],
  [
    { target: actions({ MaxCapacity: 1 }, { MinCapacity: 3 }) },
    '[scheduled-scaling-invalid] Target: scheduled action a0: MaxCapacity (1): at least MinCapacity (2) of the target and of ' +
      'other actions. choose a larger maximum, or set a minimum with it',
  ],
])('%j breaks one', (given, message) => {
  expect(broken(given)).toEqual([message]);
});

const STOPPED =
  'at least 1, because the endpoint is neither asynchronous nor made of inference components. set 1, or serve the model ' +
  'in one of those ways';

test.each<[string, string[]]>([
  ['MinCapacity', []],
  [
    'MaxCapacity',
    [
      '[scheduled-scaling-invalid] Target: scheduled action night: MaxCapacity (0): at least MinCapacity (2) of the target ' +
        'and of other actions. choose a larger maximum, or set a minimum with it',
    ],
  ],
])('a real-time variant is not stopped by a schedule: %s', (bound, also) => {
  const target = scheduled({ ScalableTargetAction: { [bound]: 0 } });
  expect(broken({ target, policy: steps([0, undefined]) })).toEqual([
    `[scale-to-zero-unsupported] Target: scheduled action night: ${bound} (0): ${STOPPED}`,
    ...also,
  ]);
});
