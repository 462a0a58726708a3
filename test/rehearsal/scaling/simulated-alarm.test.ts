import fc from 'fast-check';
import { readQueries } from '@inference-constructs/rehearsal/alarms/alarm-queries';
import { alarmState } from '@inference-constructs/rehearsal/alarms/alarm-state';
import type { AlarmState } from '@inference-constructs/rehearsal/alarms/alarm-evaluator';
import { isPointwise } from '@inference-constructs/rehearsal/alarms/math/pointwise';
import { parseExpression } from '@inference-constructs/rehearsal/alarms/math/parser';
import { PolicySeries } from '@inference-constructs/rehearsal/scaling/policy-series';
import { SimulatedAlarm } from '@inference-constructs/rehearsal/scaling/simulated-alarm';

const queries = readQueries({ Namespace: 'N', MetricName: 'm', Statistic: 'Sum', Period: 60 });

test('the short way says what the rules say', () => {
  const point = fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined, freq: 6 });
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      (points, datapoints) => {
        const window = {
          evaluationPeriods: datapoints,
          datapointsToAlarm: datapoints,
          missingData: 'missing',
        } as const;
        const series = new PolicySeries(
          queries,
          60,
          60,
          () =>
            ({ requests }) =>
              requests < 0 ? undefined : requests,
        );
        const alarm = new SimulatedAlarm(window, series, (value) => value > 0);
        let state: AlarmState = 'INSUFFICIENT_DATA';
        points.forEach((value, minute) => {
          series.record({ minute, part: 0, seconds: 60, requests: value ?? -1, capacity: 1, backlog: 0 });
          const range = new Array<undefined>(9).fill(undefined).map((_, i) => points[minute - 8 + i]);
          const breaching = range.map((one) => (one === undefined ? undefined : one > 0));
          state = alarmState(breaching.slice(-datapoints - 2), window, state);
          expect(alarm.evaluate(minute + 1)).toBe(state);
        });
      },
    ),
  );
});

test.each([
  ['m', true],
  ['IF(m > 3, m / n, 0)', true],
  ['MAX([m, n])', true],
  ['e + 1', true],
  ['MAX(m)', false],
  ['RATE(m)', false],
  ['FILL(m, REPEAT)', false],
  ['f + 1', false],
])('%s depends on its own period only: %s', (text, expected) => {
  const expressions = new Map([
    ['e', parseExpression('ABS(m)')],
    ['f', parseExpression('DIFF(m)')],
  ]);
  expect(isPointwise(parseExpression(text), expressions)).toBe(expected);
});
