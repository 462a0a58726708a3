import * as fc from 'fast-check';
import { forecastActions, forecastCapacities } from '@inference-constructs/core/out/scaling/forecast/actions';
import { weeklyProfile } from '@inference-constructs/core/out/scaling/forecast/profile';
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

/** Nothing from midnight to 6: with a week to look back on, no run at midnight sees a whole one. */
const byDay = (time: number) => (new Date(time).getUTCHours() < 6 ? undefined : 100);

test('runs that find less than a week are told, and change nothing', () => {
  const trace = traceOf(21, byDay);
  const { runs, idle } = forecastRuns(declared({ lookbackDays: 7 }, 'rate(6 hours)'), trace, period);
  const hours = (times: readonly number[]) => new Set(times.map((time) => new Date(time).getUTCHours()));
  expect(hours(runs.map(({ at }) => at))).toEqual(new Set([6, 12, 18]));
  expect(hours(idle)).toEqual(new Set([0]));
});

test('where none finds a week, that is said', () => {
  expect(() => forecastRuns(declared({ lookbackDays: 7 }), traceOf(21, byDay), period)).toThrow(
    'Stack/Forecast: lookback (7 days): a week from the first request that it sees, in any of 7 runs. raise lookbackDays',
  );
});

test('the actions of a run hold until the next, those of the first also before it', () => {
  const trace: RecordedTrace = traceOf(28, (time) => office(time) * (time < from + DAY ? 1 : 0.2));
  const { runs } = forecastRuns(declared({ lookbackDays: 14 }), trace, period);
  const actions = actionsOf(runs, 'UTC');
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
