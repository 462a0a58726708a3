import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrace } from '@inference-constructs/rehearsal/scaling/trace/trace-file';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();
const file = join(folder, 'trace');

function read(text: string | object) {
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  return readTrace(file);
}

const counts = (text: string | object) => read(text).points.map(({ requests }) => requests);
const results = (...more: object[]) => ({ MetricDataResults: more, Messages: [] });
const times = ['2026-11-02T00:05:00Z', '2026-11-02T00:00:00+00:00'];
const complete = { Id: 'requests', Timestamps: times, Values: [20, 10], StatusCode: 'Complete' };

test.each<[string, string | object]>([
  ['what get-metric-data prints, newest first', results(complete)],
  [
    'several pages of it',
    results(
      { Id: 'r', Timestamps: [times[0]], Values: [20], StatusCode: 'PartialData' },
      { Id: 'r', Timestamps: [times[1]], Values: [10] },
    ),
  ],
  [
    'what get-metric-statistics prints',
    { Label: 'Invocations', Datapoints: times.map((Timestamp, i) => ({ Timestamp, Sum: [20, 10][i], Unit: 'None' })) },
  ],
  ['CSV', 'time,requests\n2026-11-02T00:00:00Z,10\n2026-11-02T00:05:00Z,20\n'],
  ['CSV with times of a zone', 'time,requests\n2026-11-02T05:30+05:30,10\n2026-11-02T01:05+01:00,20\n'],
  [
    'JSON Lines',
    '{"time":"2026-11-02T00:00:00Z","requests":10}\n{"time":"2026-11-02T00:05:00Z","requests":20,"other":null}\n',
  ],
])('%s', (_, text) => {
  const { periodMinutes, begin, until, points, gaps } = read(text);
  expect({ periodMinutes, gaps }).toEqual({ periodMinutes: 5, gaps: { periods: 0 } });
  expect([begin, until]).toEqual([Date.parse('2026-11-02T00:00Z'), Date.parse('2026-11-02T00:10Z')]);
  expect(points.map(({ requests }) => requests)).toEqual([10, 20]);
});

test('further columns are metrics', () => {
  const { points } = read('time,requests,QueueDepth\n2026-11-02T00:00Z,10,3\n2026-11-02T00:05Z,20,\n');
  expect(points.map(({ metrics }) => metrics)).toEqual([{ QueueDepth: 3 }, { QueueDepth: undefined }]);
});

test('zero counts are datapoints', () => {
  expect(counts('time,requests\n2026-11-02T00:00Z,0\n2026-11-02T00:05Z,0\n')).toEqual([0, 0]);
});

test('periods without a datapoint are counted, and the longest time without one is told', () => {
  const lines = ['00:00', '00:05', '00:15', '01:00', '01:05'].map((clock) => `2026-11-02T${clock}Z,1`);
  expect(read(['time,requests', ...lines].join('\n')).gaps).toEqual({
    periods: 9,
    longest: { from: Date.parse('2026-11-02T00:20Z'), until: Date.parse('2026-11-02T01:00Z') },
  });
});

test('an hour that clocks show twice is two hours', () => {
  const lines = ['01:00+02:00', '02:00+02:00', '02:00+01:00', '03:00+01:00'].map((clock) => `2026-10-25T${clock},1`);
  expect(read(['time,requests', ...lines].join('\n'))).toMatchObject({ periodMinutes: 60, gaps: { periods: 0 } });
});

const csv = (...lines: string[]) => ['time,requests', ...lines].join('\n');

test.each<[string | object, string]>([
  ['', 'datapoints (0): at least 2'],
  [csv('2026-11-02T00:00Z,1'), 'datapoints (1): at least 2'],
  [csv('2026-11-02T00:00:00,1'), 'row 1: time (text): ISO 8601 with Z or an offset'],
  [csv('2026-13-02T00:00Z,1'), 'row 1: time (text): ISO 8601 with Z or an offset'],
  ['requests\n1\n2', 'row 1: time (nothing): ISO 8601 with Z or an offset'],
  [csv('2026-11-02T00:00Z,-1'), 'row 1: requests (-1): 0 or more'],
  [csv('2026-11-02T00:00Z,'), 'row 1: requests (empty): 0 or more'],
  ['{"time":"2026-11-02T00:00Z","requests":1}\n{', 'line 2 (no JSON object): JSON'],
  [
    csv('2026-11-02T00:00Z,1', '2026-11-02T00:05Z,1', '2026-11-02T00:00Z,1'),
    'row 3: time (2026-11-02T00:00:00.000Z): one datapoint each',
  ],
  [csv('2026-11-02T00:00Z,1', '2026-11-02T06:00Z,1'), 'period (360 min): 1, 5, 10, 15, 20, 30, 60 minutes'],
  [csv('2026-11-02T00:00:00Z,1', '2026-11-02T00:00:10Z,1'), 'period (10 s): 1, 5, 10, 15, 20, 30, 60 minutes'],
  [
    csv('2026-11-02T00:30Z,1', '2026-11-02T01:30Z,1'),
    'row 1: time (2026-11-02T00:30:00.000Z): a whole number of periods (60 min) after midnight UTC',
  ],
  [csv('2024-11-02T00:00Z,1', '2026-11-02T00:00Z,1'), 'times (730 days): at most 455 from first to last'],
  [results({ ...complete, Id: 'a' }, { ...complete, Id: 'b' }), 'metrics (2: a, b): the Sum of Invocations alone'],
  [results(), 'metrics (0: ): the Sum of Invocations alone'],
  [results({ ...complete, StatusCode: 'InternalError' }), 'StatusCode (InternalError): Complete'],
  [results({ ...complete, Values: [1] }), 'Values (1): as many as Timestamps (2)'],
  [results({ ...complete, Values: [1, null] }), 'datapoint 2: value (null): 0 or more'],
  [results({ ...complete, Timestamps: [1, 2] }), 'datapoint 1: time (number): ISO 8601 with Z or an offset'],
  [{ Datapoints: [{ Timestamp: times[0], Average: 1 }] }, 'datapoint 1: Sum (nothing): 0 or more'],
])('%j is refused', (text, message) => {
  const [where, what] = /^(row|datapoint) \d+: /.test(message) ? message.split(/: (.*)/) : ['', message];
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      code: 'TraceInvalid',
      message:
        `${file}${where === '' ? '' : `, ${where}`}: ${what}. ` +
        'give what "aws cloudwatch get-metric-data" prints, or lines of time,requests',
    }) as Error,
  );
});

test('a file that is not there is told', () => {
  expect(() => readTrace(join(folder, 'none'))).toThrow(
    `${join(folder, 'none')} (ENOENT): must be a readable file. check the path`,
  );
});
