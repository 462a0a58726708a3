import * as fc from 'fast-check';
import { historyOf } from '@inference-constructs/rehearsal/scaling/trace/history';
import { loadOf } from '@inference-constructs/rehearsal/scaling/trace/load';
import type { TracePoint } from '@inference-constructs/rehearsal/scaling/trace/recorded-trace';
import { recordedTrace } from '@inference-constructs/rehearsal/scaling/trace/recorded-trace';
import { DAY, HOUR, MINUTE, MONDAY, traceOf } from './support/traces';

/** Some periods of two days, in any order, of any length that is allowed; the first two lie side by side. */
const recorded = fc
  .record({
    periodMinutes: fc.constantFrom(1, 5, 10, 15, 20, 30, 60),
    others: fc.uniqueArray(fc.nat({ max: 2 * 24 - 3 }), { maxLength: 40 }),
    counts: fc.array(fc.nat({ max: 10_000 }), { minLength: 42, maxLength: 42 }),
  })
  .chain(({ periodMinutes, others, counts }) =>
    fc.shuffledSubarray([0, 1, ...others.map((i) => i + 2)], { minLength: others.length + 2 }).map((indexes) => ({
      periodMinutes,
      points: indexes.map((index, i): TracePoint => ({
        time: MONDAY + index * periodMinutes * MINUTE,
        requests: counts[i],
        metrics: {},
        where: '',
      })),
    })),
  );

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

test('whatever the order and the gaps: the period is found, and no request is lost or made', () => {
  fc.assert(
    fc.property(recorded, ({ periodMinutes, points }) => {
      const trace = recordedTrace(points, 'trace.csv');
      expect(trace.periodMinutes).toBe(periodMinutes);
      expect(trace.gaps.periods).toBe((trace.until - trace.begin) / (periodMinutes * MINUTE) - points.length);
      const whole = { from: MONDAY, until: MONDAY + 3 * DAY };
      const requests = total(points.map((point) => point.requests));
      expect(total(loadOf(trace, whole).requests)).toBeCloseTo(requests, 6);
      expect(total(historyOf(trace, { ...whole, since: MONDAY }).datapoints.map((point) => point.requests))).toBe(
        requests,
      );
    }),
  );
});

test('minutes become the sums of five that CloudWatch would give', () => {
  const trace = traceOf(1, (time) => (time - MONDAY) / MINUTE, { periodMinutes: 1 });
  const { datapoints, periodSeconds } = historyOf(trace, { since: MONDAY, from: MONDAY, until: MONDAY + HOUR });
  expect(periodSeconds).toBe(300);
  expect(datapoints.slice(0, 2)).toEqual([
    { time: MONDAY, requests: 10 },
    { time: MONDAY + 5 * MINUTE, requests: 35 },
  ]);
  expect(datapoints).toHaveLength(12);
});

test('longer periods stay what they are', () => {
  const trace = traceOf(1, () => 3, { periodMinutes: 60 });
  expect(historyOf(trace, { since: MONDAY, from: MONDAY, until: MONDAY + HOUR })).toEqual({
    datapoints: [{ time: MONDAY, requests: 180 }],
    periodSeconds: 3600,
    from: MONDAY,
    until: MONDAY + HOUR,
  });
});

test('a load begins within a period, and has the metrics of the trace', () => {
  const points = [0, 1].map((i) => ({ time: MONDAY + i * HOUR, requests: 60, metrics: { Depth: i }, where: '' }));
  const load = loadOf(recordedTrace(points, 'trace.csv'), { from: MONDAY + HOUR / 2, until: MONDAY + 1.5 * HOUR });
  expect(load.requests).toEqual(new Array<number>(60).fill(1));
  expect(load.startsAt).toEqual(new Date(MONDAY + HOUR / 2));
  expect(load.metrics.get('Depth')?.filter((value) => value === 0)).toHaveLength(30);
});
