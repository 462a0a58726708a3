import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { PlayedForecast } from '@inference-constructs/rehearsal/forecast/forecast-result';
import { forecastText } from '@inference-constructs/rehearsal/forecast/forecast-text';
import { playForecast } from '@inference-constructs/rehearsal/forecast/play-forecast';
import { declared } from './support/declared';
import { DAY, HOUR, MONDAY, office, traceOf } from './support/traces';

/** The last day is no usual one: more than the maximum from 9 to 11, then nothing. */
const trace = traceOf(22, (time) => {
  const since = time - (MONDAY + 21 * DAY);
  if (since >= 9 * HOUR && since < 11 * HOUR) return 2000;
  return since >= 14 * HOUR ? 0 : office(time);
});
const prices: PriceList = {
  region: 'us-east-1',
  prices: { 'hosting/ml.g5.xlarge/hour': { usd: 1.5, mark: 'given', asOf: '2026-11-22' } },
};
const played = playForecast(declared(), trace, { days: 1, instanceRequestsPerMinute: 220, prices });
const facts = {
  file: 'trace.csv',
  periodMinutes: 5,
  begin: '2026-01-05T00:00:00.000Z',
  until: '2026-01-27T00:00:00.000Z',
  missingPeriods: 0,
};

const linesOf = (more: Partial<PlayedForecast> = {}) =>
  forecastText({ formatVersion: 1, engine: 'cloudformation', trace: facts, forecasts: [{ ...played, ...more }] }).split(
    '\n',
  );

test('says what was learnt from and what was played', () => {
  expect(linesOf().slice(0, 5)).toEqual([
    'Stack/Forecast: Target, 2 to 8 × ml.g5.xlarge',
    '  trace: trace.csv, every 5 min; no period without a datapoint',
    '  learnt from: 21 days from Mon 2026-01-05 00:00 to Mon 2026-01-26 00:00 (UTC)',
    '  played: 1 day from Mon 2026-01-26 00:00 to Tue 2026-01-27 00:00',
    '  forecast: 1 run, 24 scheduled actions each, 2 to 8 instances',
  ]);
});

test('says where the forecast was wrong, worst first, and what no forecast helps', () => {
  const lines = linesOf();
  const begin = lines.findIndex((line) => line.startsWith('  forecast right in'));
  expect(lines.slice(begin, begin + 5)).toEqual([
    '  forecast right in 18 of 24 hours, too low in 2, too high in 4',
    '  2 hours needed more than the maximum of 8, which no forecast exceeds: raise maxCapacity',
    '  too high Mon 2026-01-26 14:00 to 18:00: 0 requests per minute where 700 were usual, 5 instances scheduled and 0 needed; 12 instance hours too many',
    '  too low Mon 2026-01-26 09:00 to 11:00: 2,000 requests per minute where 700 were usual, 5 instances scheduled and 10 needed; 120 minutes under-provisioned',
    '  price: ml.g5.xlarge $1.5 an hour, given 2026-11-22',
  ]);
});

const side = {
  ...played.without,
  instanceHours: 100,
  usd: 140.8,
  underProvisionedMinutes: 10,
  requestsAboveCapacity: 500,
};

test.each<[string, Partial<PlayedForecast>, string]>([
  [
    'better',
    {
      verdict: 'better',
      without: side,
      with: { ...side, instanceHours: 110, usd: 154.88, underProvisionedMinutes: 0, requestsAboveCapacity: 0 },
    },
    'BETTER with the forecast: 10 fewer minutes under-provisioned, 500 fewer requests above capacity, for 10 more instance hours ($14.08)',
  ],
  [
    'worse, and no price',
    {
      verdict: 'worse',
      without: { ...side, usd: undefined },
      with: { ...side, usd: undefined, instanceHours: 99.5, underProvisionedMinutes: 12, requestsAboveCapacity: 501 },
    },
    'WORSE with the forecast: 2 more minutes under-provisioned, 1 more requests above capacity, for 0.5 fewer instance hours',
  ],
  [
    'the same',
    { verdict: 'same', without: side, with: { ...side, instanceHours: 130, usd: 183.04 } },
    'SAME with the forecast: nothing that was under-provisioned is served, for 30 more instance hours ($42.24)',
  ],
  [
    'runs that changed nothing',
    { idleRuns: ['2026-01-26T00:00:00.000Z'] },
    '  1 run found less than a week of history, and changed nothing',
  ],
  [
    'hours before anything was forecast',
    {
      deviations: [
        {
          kind: 'too-low',
          from: '2026-01-26T08:00:00.000Z',
          until: '2026-01-26T10:00:00.000Z',
          peakPerMinute: 500,
          forecast: 2,
          needed: 3,
          instanceHours: 2,
          underProvisionedMinutes: 20,
        },
      ],
    },
    '  too low Mon 2026-01-26 08:00 to 10:00: 500 requests per minute where nothing was forecast yet, 2 instances scheduled and 3 needed; 20 minutes under-provisioned',
  ],
  ['a price that is not known', { price: undefined }, '  price of ml.g5.xlarge not known: give --prices'],
  [
    'what cannot be played',
    { notPlayed: [{ path: 'App/Policy', type: 'Policy', reason: 'cannot play it' }] },
    '  not played: App/Policy (Policy): cannot play it',
  ],
])('%s', (_, more, line) => {
  expect(linesOf(more)).toContain(line);
});

test('of many deviations it shows five', () => {
  const deviations = Array.from({ length: 7 }, (_, i) => ({ ...played.deviations[0], instanceHours: i }));
  const lines = linesOf({ deviations });
  expect(lines.filter((line) => /^ {2}too (low|high) /.test(line))).toHaveLength(5);
  expect(lines).toContain('  2 more: see --json');
});
