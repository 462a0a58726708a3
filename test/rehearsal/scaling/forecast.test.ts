import type { ForecastSettings } from '@inference-constructs/core/out/scaling/forecast/actions';
import { forecastActions, forecastCapacities } from '@inference-constructs/core/out/scaling/forecast/actions';
import { weeklyProfile } from '@inference-constructs/core/out/scaling/forecast/profile';
import { readScaling } from '@inference-constructs/rehearsal/scaling/read-scaling';
import type { ScheduledAction } from '@inference-constructs/rehearsal/scaling/scaling-input';
import { parseSchedule } from '@inference-constructs/rehearsal/scaling/schedule/schedule';
import { simulateScaling } from '@inference-constructs/rehearsal/scaling/simulate';
import { scalingOnCdk } from '../../parity/support/scaling-cases';

const MINUTE = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;
const SUNDAY = Date.parse('2026-01-04T00:00:00Z');

/** An office's day: nothing by night, a jump at 8 and another at 13 o'clock, less at the weekend; and some noise. */
function requests(minute: number): number {
  const hour = Math.floor(minute / 60) % 24;
  const day = Math.floor(minute / 1440) % 7;
  const noise = 1 + 0.05 * Math.sin(minute * 12.9898);
  const level = hour < 8 || hour >= 18 ? 20 : hour === 13 ? 1200 : 700;
  return Math.round(level * noise * (day === 0 || day === 6 ? 0.3 : 1));
}

const recorded = Array.from({ length: 5 * WEEK_MINUTES }, (_, minute) => requests(minute));

/** As CloudWatch keeps it. */
function history(weeks: number) {
  const datapoints = Array.from({ length: (weeks * WEEK_MINUTES) / 5 }, (_, i) => ({
    time: SUNDAY + i * 5 * MINUTE,
    requests: recorded.slice(5 * i, 5 * i + 5).reduce((sum, each) => sum + each, 0),
  }));
  return { datapoints, periodSeconds: 300, until: SUNDAY + weeks * WEEK_MINUTES * MINUTE };
}

const [input] = readScaling(scalingOnCdk('the instances of an endpoint, on what SageMaker publishes')).inputs;
const policies = input.policies.filter(({ path }) => path.endsWith('Invocations'));
const settings: ForecastSettings = {
  targetPerMinute: 200,
  headroomPercent: 20,
  minCapacity: 2,
  maxCapacity: 8,
  leadMinutes: 10,
};

function forecast(): ScheduledAction[] {
  const profile = weeklyProfile(history(4), 'UTC');
  return forecastActions(forecastCapacities(profile ?? [], settings), settings).map(
    ({ name, schedule, minCapacity }) => ({ name, minCapacity, schedule: parseSchedule(schedule) }),
  );
}

/** The week after the history. */
const trace = {
  requests: recorded.slice(4 * WEEK_MINUTES),
  startsAt: new Date(SUNDAY + 4 * WEEK_MINUTES * MINUTE),
  metrics: new Map<string, number[]>(),
};
const service = { provisioningSeconds: 300, requestsPerMinute: 220 };
const play = (scheduledActions: ScheduledAction[]) =>
  simulateScaling({ ...input, policies, scheduledActions }, trace, { service });

test('four weeks of traffic let the fifth be served ahead of every jump', () => {
  const [reactive, ahead] = [play([]), play(forecast())];
  // Each working day jumps at 8 and at 13 o'clock, and each jump takes 4 minutes to see and 5 to serve.
  expect(reactive.underProvisionedMinutes).toBe(5 * 2 * 9);
  expect(ahead.underProvisionedMinutes).toBe(0);
  expect(ahead.unitHours).toBeLessThan(1.25 * reactive.unitHours);
});

test('all scheduled actions are of a form that is played, and succeed', () => {
  const actions = forecast();
  expect(actions.length).toBeGreaterThan(10);
  const causes = play(actions).activities.filter(({ cause }) => cause.startsWith('forecast-'));
  expect(causes.length).toBeGreaterThan(10);
  expect(causes.filter(({ status }) => status === 'failed')).toEqual([]);
});
