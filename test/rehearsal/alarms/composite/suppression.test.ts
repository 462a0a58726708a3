import type { AlarmState } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import { Suppression } from '@inference-constructs/rehearsal/alarms/composite/suppression';

type Changes = readonly (readonly [time: number, state: AlarmState])[];

function at(changes: Changes, time: number): AlarmState {
  return changes.reduce<AlarmState>((state, [since, next]) => (since <= time ? next : state), 'OK');
}

/** When a composite alarm acts, and on what; a wait of 2 and an extension of 3. */
function actions(composite: Changes, suppressor: Changes): string[] {
  const suppression = new Suppression({ waitSeconds: 2, extensionSeconds: 3 });
  return Array.from({ length: 15 }, (_, time) => time).flatMap((time) => {
    const acts = suppression.at(time, at(composite, time), at(suppressor, time));
    return acts === undefined ? [] : [`${acts} at ${time}`];
  });
}

// The six examples of CloudWatch's guide; the last one's extension lasts as long as the others' here.
test.each<[string, Changes, Changes, string[]]>([
  ['the wait passes', [[2, 'ALARM']], [], ['ALARM at 4']],
  ['the suppressor goes off during the wait', [[2, 'ALARM']], [[3, 'ALARM']], []],
  [
    'the alarm changes during the wait',
    [
      [2, 'ALARM'],
      [3, 'OK'],
    ],
    [],
    ['OK at 5'],
  ],
  ['the suppressor was in ALARM before', [[2, 'ALARM']], [[0, 'ALARM']], []],
  [
    'the extension passes',
    [[2, 'ALARM']],
    [
      [3, 'ALARM'],
      [6, 'OK'],
    ],
    ['ALARM at 9'],
  ],
  [
    'the alarm changes during the extension',
    [
      [2, 'ALARM'],
      [7, 'OK'],
    ],
    [
      [3, 'ALARM'],
      [6, 'OK'],
    ],
    ['OK at 9'],
  ],
])('%s', (_, composite, suppressor, expected) => {
  expect(actions(composite, suppressor)).toEqual(expected);
});

test('a suppressor that comes and goes while nothing changes causes no action', () => {
  expect(
    actions(
      [],
      [
        [3, 'ALARM'],
        [6, 'OK'],
      ],
    ),
  ).toEqual([]);
});

test('says what holds an action back', () => {
  const suppression = new Suppression({ waitSeconds: 2, extensionSeconds: 3 });
  const by = ([time, composite, suppressor]: [number, AlarmState, AlarmState]) => {
    suppression.at(time, composite, suppressor);
    return suppression.suppressedBy;
  };
  const seen = (
    [
      [0, 'OK', 'OK'],
      [1, 'ALARM', 'OK'],
      [2, 'ALARM', 'ALARM'],
      [3, 'ALARM', 'OK'],
      [6, 'ALARM', 'OK'],
    ] as const
  ).map(([time, composite, suppressor]) => by([time, composite, suppressor]));
  expect(seen).toEqual([undefined, 'WaitPeriod', 'Alarm', 'ExtensionPeriod', undefined]);
});
