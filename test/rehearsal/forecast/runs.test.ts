import * as fc from 'fast-check';
import { forecastActions, forecastCapacities } from '@inference-constructs/core/out/scaling/forecast/actions';
import { weeklyProfile } from '@inference-constructs/core/out/scaling/forecast/profile';
import { playedPeriod } from '@inference-constructs/rehearsal/forecast/period';
import { actionsOf, forecastRuns } from '@inference-constructs/rehearsal/forecast/runs';
import type { RecordedTrace } from '@inference-constructs/rehearsal/scaling/trace/recorded-trace';
import { declared } from './support/declared';
import { DAY, HOUR, MINUTE, MONDAY, office, traceOf } from './support/traces';

const from = MONDAY + 14 * DAY;
const period = { from, until: from + 7 * DAY };

test('the function runs when it begins, and as its schedule says', () => {
  const trace = traceOf(21, office);
  const at = (schedule: string) =>
    forecastRuns(declared({}, schedule), trace, period).runs.map((run) => (run.at - from) / HOUR);
  expect(at('rate(1 day)')).toEqual([0, 24, 48, 72, 96, 120, 144]);
  expect(at('cron(30 6 ? * MON *)')).toEqual([0, 6.5]);
});

test('each schedules what the deployed function would have, of what it would have read', () => {
  const trace = traceOf(21, office);
  const { configuration } = declared({ lookbackDays: 8 });
  const [, second] = forecastRuns(declared({ lookbackDays: 8 }), trace, period).runs;
  const until = from + DAY;
  const datapoints = trace.points.filter(({ time }) => time >= until - 8 * DAY && time < until);
  const profile = weeklyProfile({ datapoints, periodSeconds: 300, until }, 'UTC');
  const capacities = forecastCapacities(profile ?? [], configuration);
  expect(second.forecast).toEqual({ profile, capacities, actions: forecastActions(capacities, configuration) });
});

test('what is played later changes no run', () => {
  const after = fc.record({ day: fc.nat({ max: 6 }), factor: fc.double({ min: 0, max: 20, noNaN: true }) });
  const usual = forecastRuns(declared(), traceOf(21, office), period).runs;
  fc.assert(
    fc.property(after, ({ day, factor }) => {
      const changed = traceOf(21, (time) => office(time) * (time >= from + day * DAY ? factor : 1));
      const { runs } = forecastRuns(declared(), changed, period);
      expect(runs.slice(0, day + 1)).toEqual(usual.slice(0, day + 1));
    }),
    { numRuns: 20 },
  );
});

/** Nothing by night, and nothing from the second day to the end of the third week. */
const interrupted = traceOf(35, (time) => {
  const isAway = time >= MONDAY + DAY && time < MONDAY + 21 * DAY;
  return isAway || new Date(time).getUTCHours() < 6 ? undefined : 100;
});
const days = (times: readonly number[]) => times.map((time) => (time - MONDAY) / DAY);

test('runs that find less than a week are told, and change nothing', () => {
  const span = { from: MONDAY + 25 * DAY, until: MONDAY + 31 * DAY };
  const { runs, idle } = forecastRuns(declared({ lookbackDays: 7 }), interrupted, span);
  expect(days(idle)).toEqual([25, 26, 27, 28]);
  expect(days(runs.map(({ at }) => at))).toEqual([29, 30]);
});

test('what the first run learnt from is not played with its actions, where earlier runs found too little', () => {
  const span = { from: MONDAY + 25 * DAY, until: MONDAY + 31 * DAY };
  const { runs } = forecastRuns(declared({ lookbackDays: 7 }), interrupted, span);
  const actions = actionsOf(runs, 'UTC', span.from);
  expect(actions.length).toBeGreaterThan(0);
  const minutes = Array.from({ length: 21 * 1440 }, (_, i) => span.from / MINUTE - 7 * 1440 + i);
  const due = minutes.filter((minute) => actions.some(({ schedule }) => schedule.isDue(minute, span.from / MINUTE)));
  expect(due.filter((minute) => minute * MINUTE < runs[0].at)).toEqual([]);
  expect(due.length).toBeGreaterThan(0);
});

test('by clocks half an hour off, every run of the period that is chosen finds a week', () => {
  const timezone = 'Asia/Kolkata';
  const trace = traceOf(9, () => 100, { begin: Date.parse('2026-10-01T18:30:00Z') });
  const { runs, idle } = forecastRuns(declared({ timezone }), trace, playedPeriod(trace, 1, timezone));
  expect({ runs: runs.map(({ at }) => new Date(at).toISOString()), idle }).toEqual({
    runs: ['2026-10-09T18:30:00.000Z'],
    idle: [],
  });
  expect(() => playedPeriod(trace, 2, timezone)).toThrow('give 1 day more, or play 1 with --days 1');
});

test('where none finds a week, that is said', () => {
  const span = { from: MONDAY + 25 * DAY, until: MONDAY + 27 * DAY };
  expect(() => forecastRuns(declared({ lookbackDays: 7 }), interrupted, span)).toThrow(
    'Stack/Forecast: history (less than a week in each of 2 runs): a week from the first request that a run sees. ' +
      'give a trace without the gap, or play later days',
  );
});

test('a week to look back on is enough, also of nights without requests', () => {
  const trace = traceOf(21, (time) => (new Date(time).getUTCHours() < 6 ? undefined : 100));
  const { runs, idle } = forecastRuns(declared({ lookbackDays: 7 }), trace, period);
  expect({ runs: runs.length, idle }).toEqual({ runs: 7, idle: [] });
});

test('the actions of a run hold until the next, those of one when the period begins also before it', () => {
  const trace: RecordedTrace = traceOf(28, (time) => office(time) * (time < from + DAY ? 1 : 0.2));
  const { runs } = forecastRuns(declared({ lookbackDays: 14 }), trace, period);
  const actions = actionsOf(runs, 'UTC', from);
  const due = (time: number) =>
    actions
      .filter(({ schedule }) => schedule.isDue(time / MINUTE, from / MINUTE))
      .map(({ minCapacity }) => minCapacity);
  const monday = 7 * HOUR + 50 * MINUTE;
  expect(due(from - 7 * DAY + monday)).toEqual([5]);
  expect(due(from + monday)).toEqual([5]);
  const each = runs.flatMap(({ forecast }) => forecast.actions);
  expect(actions.map(({ name, minCapacity }) => [name, minCapacity])).toEqual(
    each.map(({ name, minCapacity }) => [name, minCapacity]),
  );
});
