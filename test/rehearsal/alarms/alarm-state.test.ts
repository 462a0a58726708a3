import fc from 'fast-check';
import type { AlarmState } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import type { MissingData } from '@inference-constructs/rehearsal/alarms/alarm-state';
import { alarmState, possibleStates, wallClockState } from '@inference-constructs/rehearsal/alarms/alarm-state';

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

describe('what AWS leaves open', () => {
  const possible = (pattern: string, n: number, m: number, missingData: MissingData, before: AlarmState = 'OK') => {
    const padded = points(pattern.padStart(n + 4, '-'));
    const window = { evaluationPeriods: n, datapointsToAlarm: m, missingData };
    return possibleStates((length) => padded.slice(-length), window, [before]).sort();
  };

  test.each<[pattern: string, n: number, m: number, missingData: MissingData, states: AlarmState[]]>([
    // The guide's own tables have held both for it.
    ['X----', 3, 3, 'missing', ['ALARM', 'INSUFFICIENT_DATA', 'OK']],
    ['----X', 3, 3, 'missing', ['INSUFFICIENT_DATA', 'OK']],
    // A breach just outside the evaluation periods: is it retrieved?
    ['X--', 1, 1, 'notBreaching', ['ALARM', 'OK']],
    ['X-', 1, 1, 'notBreaching', ['ALARM']],
    ['XXX--', 3, 3, 'notBreaching', ['ALARM', 'OK']],
    ['XXX-', 3, 3, 'notBreaching', ['ALARM']],
    // The published rows that no length of the range changes.
    ['0XX-X', 3, 3, 'missing', ['ALARM']],
    ['--X--', 3, 3, 'missing', ['ALARM']],
    ['0-X-X', 3, 2, 'missing', ['ALARM']],
    ['-----', 3, 3, 'ignore', ['OK']],
  ])('%s, %i periods, %i to alarm, %s: %j', (pattern, n, m, missingData, states) => {
    expect(possible(pattern, n, m, missingData)).toEqual(states);
  });

  test('nothing, where no datapoint is missing in the evaluation periods', () => {
    const point = fc.constantFrom(true, false, undefined);
    const window = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
      .map(([n, m]) => ({ n, m: Math.min(n, m) }));
    fc.assert(
      fc.property(
        window.chain(({ n, m }) =>
          fc.tuple(
            fc.constant({ n, m }),
            fc.array(point, { minLength: 4, maxLength: 4 }),
            fc.array(fc.boolean(), { minLength: n, maxLength: n }),
          ),
        ),
        fc.constantFrom(...MODES),
        ([{ n, m }, older, newest], missingData) => {
          const all = [...older, ...newest];
          const states = possibleStates(
            (length) => all.slice(-length),
            { evaluationPeriods: n, datapointsToAlarm: m, missingData },
            ['OK', 'ALARM'],
          );
          expect(states).toEqual([newest.filter(Boolean).length >= m ? 'ALARM' : 'OK']);
        },
      ),
    );
  });

  test('the state that is played is always among the possible ones', () => {
    const point = fc.constantFrom(true, false, undefined);
    fc.assert(
      fc.property(fc.array(point, { minLength: 7, maxLength: 7 }), fc.constantFrom(...MODES), (all, missingData) => {
        const window = { evaluationPeriods: 3, datapointsToAlarm: 2, missingData };
        const states = possibleStates((length) => all.slice(-length), window, ['ALARM']);
        expect(states).toContain(alarmState(all.slice(-5), window, 'ALARM'));
      }),
    );
  });

  test('a state that is retained is as open as it was', () => {
    const none = (length: number) => new Array<undefined>(length).fill(undefined);
    const window = { evaluationPeriods: 3, datapointsToAlarm: 3, missingData: 'ignore' } as const;
    expect(possibleStates(none, window, ['OK', 'ALARM'])).toEqual(['OK', 'ALARM']);
  });
});

test.each<[pattern: string, datapointsToAlarm: number, states: string]>([
  ['XXX', 3, 'ALARM ALARM ALARM ALARM'],
  ['X-X', 2, 'ALARM ALARM ALARM ALARM'],
  ['X--', 3, 'OK OK ALARM OK'],
  ['0--', 2, 'OK OK ALARM OK'],
  ['---', 3, 'INSUFF = ALARM OK'],
])('wall clock, %s, %i of 3: %s', (pattern, datapointsToAlarm, states) => {
  MODES.forEach((missingData, i) => {
    const expected = states.split(' ')[i];
    const window = { evaluationPeriods: 3, datapointsToAlarm, missingData };
    expect(wallClockState(points(pattern), window, 'OK')).toBe(expected === '=' ? 'OK' : STATES[expected]);
  });
});
