import { parseLoadTrace } from '@inference-constructs/rehearsal/scaling/load-trace';

test.each<[string, string]>([
  ['bare numbers', '10\n20\n'],
  ['CSV', 'requests\n10\n20'],
  ['CSV with more', 'time,requests\n2026-01-05T00:00Z,10\n2026-01-05T00:01Z,20\n'],
  ['JSON Lines', '{"requests": 10}\n{"requests": 20}\n'],
])('%s', (_, text) => expect(parseLoadTrace(text).requests).toEqual([10, 20]));

test('a time says when it begins, and other columns are metrics', () => {
  const { startsAt, metrics } = parseLoadTrace(
    'time,requests,QueueDepth\n2026-01-05T08:00Z,10,3\n2026-01-05T08:01Z,20,\n',
  );
  expect(startsAt).toEqual(new Date('2026-01-05T08:00Z'));
  expect(metrics).toEqual(new Map([['QueueDepth', [3, undefined]]]));
});

test.each([
  ['', 'load.csv: lines (0): at least 1. write one minute a line, with a column requests'],
  [
    'requests\n10\nmany',
    'load.csv: requests in row 2 (many): 0 or more. write one minute a line, with a column requests',
  ],
  ['requests\n-1', 'load.csv: requests in row 1 (-1): 0 or more. write one minute a line, with a column requests'],
  ['count\n1', 'load.csv: requests in row 1 (none): 0 or more. write one minute a line, with a column requests'],
  [
    '{"requests": 1}\n{"requests"',
    'load.csv: line 2 (no JSON object): JSON. write one minute a line, with a column requests',
  ],
  ['time,requests\nnoon,1', 'load.csv: time (noon): ISO 8601. write one minute a line, with a column requests'],
])('%j is refused', (text, message) => expect(() => parseLoadTrace(text, 'load.csv')).toThrow(message));
