import type { AlarmState } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import type { MissingData } from '@inference-constructs/rehearsal/alarms/alarm-state';
import { alarmState } from '@inference-constructs/rehearsal/alarms/alarm-state';

/** `X` breaches, `0` does not, `-` is missing; oldest first. */
function points(text: string): (boolean | undefined)[] {
  return [...text].map((point) => (point === '-' ? undefined : point === 'X'));
}

const MODES: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const STATES: Record<string, AlarmState> = { OK: 'OK', ALARM: 'ALARM', INSUFF: 'INSUFFICIENT_DATA' };

/** Rows of the tables in CloudWatch's guide, three evaluation periods; `=` retains the state. */
const GUIDE: [datapointsToAlarm: number, pattern: string, states: string][] = [
  [3, '0-X-X', 'OK OK OK OK'],
  [3, '0----', 'OK OK OK OK'],
  [3, '-----', 'INSUFF = ALARM OK'],
  [3, '0XX-X', 'ALARM ALARM ALARM ALARM'],
  [3, '--X--', 'ALARM = ALARM OK'],
  [2, '0-X-X', 'ALARM ALARM ALARM ALARM'],
  [2, '00X0X', 'ALARM ALARM ALARM ALARM'],
  [2, '0-X--', 'OK OK ALARM OK'],
  [2, '----0', 'OK OK ALARM OK'],
  [2, '---X-', 'ALARM = ALARM OK'],
];

describe.each(GUIDE)('%i of 3, %s', (datapointsToAlarm, pattern, states) => {
  test.each(MODES.map((mode, i) => [mode, states.split(' ')[i]] as const))('%s: %s', (missingData, expected) => {
    for (const before of Object.values(STATES)) {
      const window = { evaluationPeriods: 3, datapointsToAlarm, missingData };
      expect(alarmState(points(pattern), window, before)).toBe(expected === '=' ? before : STATES[expected]);
    }
  });
});

// What the guide says in prose, and cases that follow from its rules and that its tables lack.
test.each<[evaluationPeriods: number, datapointsToAlarm: number, pattern: string, state: AlarmState]>([
  [3, 3, '----X', 'OK'],
  [3, 3, '---X-', 'OK'],
  [3, 3, '---X0', 'OK'],
  [3, 3, '--X-0', 'OK'],
  [1, 1, 'X00', 'OK'],
  [3, 3, 'XX00X', 'OK'],
  [3, 2, 'XX000', 'OK'],
  [1, 1, '-X-', 'ALARM'],
  [1, 1, '--X', 'ALARM'],
])(
  '%i periods, %i to alarm, missing data as missing: %s is %s',
  (evaluationPeriods, datapointsToAlarm, pattern, state) => {
    const window = { evaluationPeriods, datapointsToAlarm, missingData: 'missing' } as const;
    expect(alarmState(points(pattern), window, 'OK')).toBe(state);
  },
);
