import { playedPeriod } from '@inference-constructs/rehearsal/forecast/period';
import { traceOf } from './support/traces';

const iso = ({ from, until }: { from: number; until: number }) => [from, until].map((t) => new Date(t).toISOString());

test.each<[string, number, number, string, [string, string]]>([
  ['the last week', 28, 7, 'UTC', ['2026-01-26T00:00:00.000Z', '2026-02-02T00:00:00.000Z']],
  ['the last day', 8, 1, 'UTC', ['2026-01-12T00:00:00.000Z', '2026-01-13T00:00:00.000Z']],
  [
    'days by the clock, the last one as far as it goes',
    15,
    1,
    'Asia/Kolkata',
    ['2026-01-19T18:30:00.000Z', '2026-01-19T23:30:00.000Z'],
  ],
  ['a part of a day', 7.5, 1, 'UTC', ['2026-01-12T00:00:00.000Z', '2026-01-12T12:00:00.000Z']],
])('%s', (_, days, played, timezone, expected) => {
  expect(
    iso(
      playedPeriod(
        traceOf(days, () => 1),
        played,
        timezone,
      ),
    ),
  ).toEqual(expected);
});

test.each([
  ['forward', ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']],
  ['back', ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']],
])('a day on which clocks go %s', (_, expected) => {
  const begin = Date.parse(expected[0]) - 14 * 86_400_000;
  const days = (Date.parse(expected[1]) - begin) / 86_400_000;
  expect(
    iso(
      playedPeriod(
        traceOf(days, () => 1, { begin }),
        1,
        'Europe/Berlin',
      ),
    ),
  ).toEqual(expected);
});

test('by clocks half an hour off, whole hours are counted from midnight', () => {
  const trace = traceOf(9, () => 1, { begin: Date.parse('2026-10-01T18:30:00Z') });
  expect(iso(playedPeriod(trace, 1, 'Asia/Kolkata'))).toEqual(['2026-10-09T18:30:00.000Z', '2026-10-10T18:30:00.000Z']);
});

test('a day of less than an hour is not played', () => {
  const trace = traceOf(10 + 1 / 48, () => 1);
  expect(iso(playedPeriod(trace, 1, 'UTC'))).toEqual(['2026-01-14T00:00:00.000Z', '2026-01-15T00:00:00.000Z']);
});

test.each([
  [
    10,
    7,
    'trace.csv: trace (10 days): 7 days of history, as the forecast itself needs, before the 7 days that are played. give 4 days more, or play 3 with --days 3',
  ],
  [
    6.5,
    1,
    'trace.csv: trace (6.5 days): 7 days of history, as the forecast itself needs, before the 1 day that are played. give 2 days more',
  ],
  [
    3,
    7,
    'trace.csv: trace (3 days): 7 days of history, as the forecast itself needs, before the 7 days that are played. give 11 days more',
  ],
])('too little of it is told: %d days, %d played', (days, played, message) => {
  expect(() =>
    playedPeriod(
      traceOf(days, () => 1),
      played,
      'UTC',
    ),
  ).toThrow(message);
});
