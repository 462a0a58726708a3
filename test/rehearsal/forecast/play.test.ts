import { US_EAST_1 } from '@inference-constructs/core/out/catalog/prices/us-east-1';
import type { DeclaredForecast } from '@inference-constructs/rehearsal/forecast/declared-forecast';
import type { PlayForecastOptions } from '@inference-constructs/rehearsal/forecast/play-forecast';
import { playForecast } from '@inference-constructs/rehearsal/forecast/play-forecast';
import { parseSchedule } from '@inference-constructs/rehearsal/scaling/schedule/schedule';
import type { RecordedTrace } from '@inference-constructs/rehearsal/scaling/trace/recorded-trace';
import { declared } from './support/declared';
import { DAY, HOUR, MONDAY, office, traceOf } from './support/traces';

const play = (trace: RecordedTrace, forecast = declared(), options: Partial<PlayForecastOptions> = {}) =>
  playForecast(forecast, trace, { days: 7, instanceRequestsPerMinute: 220, prices: US_EAST_1, ...options });

const LAST_WEEK = MONDAY + 28 * DAY;
const usual = traceOf(35, office);
const played = play(usual);

test('a usual week is served ahead of every jump', () => {
  expect(played).toMatchObject({
    path: 'Stack/Forecast',
    target: 'Target',
    history: { from: '2026-01-05T00:00:00.000Z', until: '2026-02-02T00:00:00.000Z' },
    played: { from: '2026-02-02T00:00:00.000Z', until: '2026-02-09T00:00:00.000Z' },
    verdict: 'better',
    accuracy: { rightHours: 168, tooLowHours: 0, tooHighHours: 0, aboveMaximumHours: 0 },
    deviations: [],
    idleRuns: [],
  });
  expect(played.without.underProvisionedMinutes).toBeGreaterThan(0);
  expect(played.with).toMatchObject({ underProvisionedMinutes: 0, requestsAboveCapacity: 0, failedActions: 0 });
  expect(played.with.instanceHours).toBeGreaterThan(played.without.instanceHours);
});

test('hours add up to what is told of the week', () => {
  const total = (of: (hour: (typeof played.hours)[number]) => number) =>
    played.hours.reduce((sum, hour) => sum + of(hour), 0);
  expect(played.hours).toHaveLength(168);
  expect(total(({ without }) => without.underProvisionedMinutes)).toBe(played.without.underProvisionedMinutes);
  expect(total(({ requests }) => requests)).toBe(
    Math.round(usual.points.filter(({ time }) => time >= LAST_WEEK).reduce((sum, { requests }) => sum + requests, 0)),
  );
});

test('a price gives what both cost', () => {
  const { price, without, with: ahead } = played;
  expect(price?.instanceType).toBe('ml.g5.xlarge');
  expect(without.usd).toBeCloseTo(without.instanceHours * (price?.usdPerHour ?? 0), 1);
  expect(ahead.usd).toBeGreaterThan(without.usd ?? Infinity);
});

test('what no forecast could know is told: a campaign, a holiday, more than the maximum', () => {
  const day = (n: number) => LAST_WEEK + n * DAY;
  const trace = traceOf(35, (time) => {
    if (time >= day(1) + 8 * HOUR && time < day(1) + 18 * HOUR) return 20;
    if (time >= day(3) + 15 * HOUR && time < day(3) + 16 * HOUR) return 2000;
    return office(time);
  });
  const { accuracy, deviations } = play(trace);
  expect(accuracy).toEqual({ rightHours: 157, tooLowHours: 1, tooHighHours: 10, aboveMaximumHours: 1 });
  expect(deviations).toEqual([
    {
      kind: 'too-high',
      from: '2026-02-03T08:00:00.000Z',
      until: '2026-02-03T18:00:00.000Z',
      expectedPerMinute: 1200,
      peakPerMinute: 20,
      forecast: 8,
      needed: 1,
      instanceHours: 33,
      underProvisionedMinutes: 0,
    },
    {
      kind: 'too-low',
      from: '2026-02-05T15:00:00.000Z',
      until: '2026-02-05T16:00:00.000Z',
      expectedPerMinute: 700,
      peakPerMinute: 2000,
      forecast: 5,
      needed: 10,
      instanceHours: 3,
      underProvisionedMinutes: 60,
    },
  ]);
});

test('before the first run that found a week of history, the least capacity holds and nothing is expected', () => {
  const isAway = (time: number) => time >= MONDAY + DAY && time < MONDAY + 21 * DAY;
  const night = (time: number) => new Date(time).getUTCHours() < 6;
  const trace = traceOf(31, (time) => (isAway(time) || night(time) ? undefined : 500));
  const { hours, deviations, idleRuns } = play(trace, declared({ lookbackDays: 7 }), { days: 6 });
  const first = hours.findIndex(({ expectedPerMinute }) => expectedPerMinute !== undefined);
  expect({ idle: idleRuns.length, first: hours[first].at }).toEqual({ idle: 4, first: '2026-02-03T00:00:00.000Z' });
  expect(new Set(hours.slice(0, first).map(({ forecast }) => forecast))).toEqual(new Set([2]));
  expect(deviations[0]).toEqual({
    kind: 'too-low',
    from: '2026-01-30T06:00:00.000Z',
    until: '2026-01-31T00:00:00.000Z',
    peakPerMinute: 500,
    forecast: 2,
    needed: 3,
    instanceHours: 18,
    underProvisionedMinutes: expect.any(Number) as number,
  });
});

test('one that takes back what somebody scheduled for the day is worse', () => {
  const at = new Date(LAST_WEEK).toISOString().slice(0, 19);
  const sale = { name: 'Sale', schedule: parseSchedule(`at(${at})`), minCapacity: 8 };
  const { scaling, ...rest } = declared();
  const forecast: DeclaredForecast = { ...rest, scaling: { ...scaling, scheduledActions: [sale] } };
  // From Tuesday on, when the forecast has set its own minimum.
  const trace = traceOf(35, (time) => (time >= LAST_WEEK + DAY ? 2 * office(time) : office(time)));
  const { verdict, without, with: ahead } = play(trace, forecast);
  expect(verdict).toBe('worse');
  expect(ahead.underProvisionedMinutes).toBeGreaterThan(without.underProvisionedMinutes);
});

test('steady requests: the same with it and without', () => {
  const { verdict, without, with: ahead, runs } = play(traceOf(35, () => 100));
  expect(verdict).toBe('same');
  expect(ahead).toEqual(without);
  expect(runs[0]).toMatchObject({ scheduledActions: 1, least: 2, most: 2 });
});

test.each<[string, RecordedTrace, DeclaredForecast, Partial<PlayForecastOptions>, string[]]>([
  ['nothing beyond the simulation', usual, declared(), {}, ['the requests of 5 minutes come evenly']],
  [
    'what an instance can answer',
    usual,
    declared(),
    { instanceRequestsPerMinute: undefined },
    [
      'an instance can answer 200 requests per minute, the target of the forecast',
      'the requests of 5 minutes come evenly',
    ],
  ],
  [
    'a history that is shorter than what the forecast looks back on',
    traceOf(20, office),
    declared(),
    {},
    [
      'the forecast looks back 28 days; the trace has 19 days before what is played',
      'the requests of 5 minutes come evenly',
    ],
  ],
  [
    'hours in place of five minutes',
    traceOf(35, office, { periodMinutes: 60 }),
    declared(),
    {},
    [
      'the trace has periods of 60 minutes: its times lie that far apart or a multiple of it, and nothing else tells; ' +
        'sums of 5 minutes that were recorded at such times only look the same, and are then spread over 60',
      'the trace has periods of 60 minutes, and the forecast reads 5: what peaks within them is seen by neither, so that needs are understated',
      'the requests of 60 minutes come evenly',
    ],
  ],
  [
    'gaps',
    traceOf(35, (time) => (time >= MONDAY + DAY && time < MONDAY + DAY + HOUR ? undefined : office(time))),
    declared(),
    {},
    [
      'the requests of 5 minutes come evenly',
      '12 periods without a datapoint had no requests, as CloudWatch has it: one that was not recorded looks the same',
    ],
  ],
  [
    'instances that are declared elsewhere',
    traceOf(35, office, { periodMinutes: 1 }),
    { ...declared(), instanceType: undefined },
    {},
    ['the variant is not declared here: its instances were assumed to have no GPU, and have no price'],
  ],
  [
    'a variant on pools',
    traceOf(35, office, { periodMinutes: 1 }),
    { ...declared(), otherTypes: ['ml.g6.xlarge'] },
    {},
    ['there are enough instances of the first pool, ml.g5.xlarge; those of ml.g6.xlarge are not played'],
  ],
])('assumed, and told: %s', (_, trace, forecast, options, expected) => {
  const { assumptions } = play(trace, forecast, { days: 1, ...options });
  const end = assumptions.findIndex((text) => text.startsWith('the function runs when what is played begins'));
  expect(assumptions.slice(0, end)).toEqual(expected);
});
