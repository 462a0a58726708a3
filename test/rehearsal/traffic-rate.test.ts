import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { analyseCommand, type AnalyseFlags } from '@inference-constructs/rehearsal/analysis/analyse-command';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { factLines } from '@inference-constructs/rehearsal/report/verdict';
import { readRateProfile } from '@inference-constructs/rehearsal/traffic/rate-profile';
import { requestRate } from '@inference-constructs/rehearsal/traffic/request-rate';
import { requestsFor } from '@inference-constructs/rehearsal/traffic/traffic-for';
import { readTrafficFile, readTrafficTimes } from '@inference-constructs/rehearsal/traffic/traffic-file';
import { temporaryFolder, v1, v2 } from './support/assembly';
import { FakeInvoker } from './support/fake-invoker';

const folder = temporaryFolder();
let files = 0;

function file(text: string): string {
  const name = join(folder, String(files++));
  writeFileSync(name, text);
  return name;
}

const plain = file('{"body":{"row":1}}\n{"body":{"row":2}}\n');

async function played(more: Partial<RehearseOptions>) {
  const { deployments } = await rehearse({ from: v1, to: v2, traffic: plain, ...more }, { invoker: new FakeInvoker() });
  const [deployment] = deployments;
  const sent = deployment.timeline.map(({ old, new: newer }) => old.requests + newer.requests);
  return { deployment, sent, line: factLines(deployment)[0] };
}

describe('recorded times', () => {
  const lines = (...times: unknown[]) => file(times.map((time) => JSON.stringify({ time, body: {} })).join('\n'));

  test.each<[string, unknown[], number[]]>([
    ['ISO 8601', ['2026-01-01T00:00:10Z', '2026-01-01T00:01:09.9Z', '2026-01-01T00:02:10Z'], [2, 0, 1]],
    ['an offset', ['2026-01-01T00:00:10Z', '2026-01-01T01:01:10+01:00'], [1, 1]],
    ['seconds, in any order', [130, 10, 20.5], [2, 0, 1]],
    ['one request', [5], [1]],
  ])('%s count by minute after the first', (_, times, perMinute) => {
    expect(readTrafficFile(lines(...times)).perMinute).toEqual(perMinute);
  });

  test.each<[string, string, string]>([
    [
      'none on a line',
      '{"time":1,"body":{}}\n{"body":{}}',
      'line 2: time (none): a time on every request, or on none. ',
    ],
    ['no zone', '{"time":"2026-01-01T00:00:10","body":{}}', 'line 1: time (text): ISO 8601 with Z or an offset, or '],
    ['no such day', '{"time":"2026-13-01T00:00:10Z","body":{}}', 'line 1: time (text): ISO 8601 with Z or an offset'],
    ['another type', '{"time":[1],"body":{}}', 'line 1: time (list): ISO 8601 with Z or an offset, or seconds as a '],
    ['milliseconds', '{"time":0,"body":{}}\n{"time":3600000,"body":{}}', 'times (42 days): at most 31 days from the '],
  ])('%s is refused', (_, text, message) => expect(() => readTrafficFile(file(text))).toThrow(message));

  test('of CSV are read without knowing the model, and there are none where no column is called so', () => {
    const csv = (text: string): string => {
      const name = join(folder, `${files++}.csv`);
      writeFileSync(name, text);
      return name;
    };
    expect(readTrafficTimes(csv('a,time\n"1,5",10\n2,80\n'))).toEqual({ perMinute: [1, 1] });
    expect(readTrafficTimes(csv('1,2\n3,4\n'))).toEqual({});
    expect(readTrafficTimes(csv(''))).toEqual({});
    expect(readTrafficTimes(lines(10, 20))).toEqual({ perMinute: [2] });
    expect(readTrafficTimes(plain)).toEqual({});
    expect(() => readTrafficTimes(csv('a,time\n1\n'))).toThrow('line 2: time (empty): ISO 8601');
  });

  test('are all that the analysis reads: a file without them is refused', () => {
    expect(() => analyseCommand({ to: v2, traffic: plain })).toThrow(
      expect.objectContaining({
        code: 'TrafficInvalid',
        message: `${plain} (no times): analyse reads when requests came. add "time" to each line, or give --requests-per-minute`,
      }),
    );
  });

  test.each<[string, () => Partial<AnalyseFlags>]>([
    ['a rate', () => ({ requestsPerMinute: 30 })],
    ['a profile', () => ({ rate: file('minute,requests\n0,30\n') })],
  ])('beside %s are not needed: it is told that the file says nothing', (_, given) => {
    const note = `${plain} has no times: nothing of it is used`;
    const flags = { to: v2, traffic: plain, ...given() };
    expect(analyseCommand(flags).text).toContain(`\n\nnote: ${note}\n`);
    expect(JSON.parse(analyseCommand({ ...flags, json: true }).text)).toMatchObject({ notes: [note] });
    expect(analyseCommand({ ...flags, traffic: lines(10, 20) }).text).not.toContain('note: ');
  });

  test('no request is lost: the counts add up', () => {
    const time = fc.integer({ min: 0, max: 36_000 });
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 50 }), (times) => {
        const counts = readTrafficFile(lines(...times)).perMinute ?? [];
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(times.length);
        expect([counts[0] > 0, counts[counts.length - 1] > 0]).toEqual([true, true]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a rate profile', () => {
  const at = (text: string, ...minutes: number[]) => minutes.map(readRateProfile(file(text)).at);

  test.each<[string, string, [number, number][]]>([
    [
      'by minute',
      'minute,requests\n2,10\n4,30\n',
      [
        [0, 10],
        [2, 10],
        [3, 20],
        [4, 30],
        [99, 30],
      ],
    ],
    ['other columns and spaces', 'note, minute, requests\r\nx, 0, 5\r\n', [[0, 5]]],
    [
      'by time of day',
      'time,requests\n06:00,0\n18:00,720\n',
      [
        [360, 0],
        [720, 360],
        [1080, 720],
        [0, 360],
        [1440 + 720, 360],
      ],
    ],
    [
      'JSON',
      '[{"time":"00:00","requests":1},{"time":"12:00","requests":3}]',
      [
        [0, 1],
        [360, 2],
        [1080, 2],
      ],
    ],
    ['JSON by minute', ' [{"minute":0,"requests":1.5}]', [[7, 1.5]]],
  ])('%s is linear between its points', (_, text, points) => {
    expect(at(text, ...points.map(([minute]) => minute))).toEqual(points.map(([, rate]) => rate));
  });

  test('stays between its least and its most', () => {
    const point = fc.record({ minute: fc.integer({ min: 0, max: 1439 }), requests: fc.integer({ min: 1, max: 1000 }) });
    const points = fc.uniqueArray(point, { minLength: 1, maxLength: 8, selector: ({ minute }) => minute });
    fc.assert(
      fc.property(points, fc.nat(5000), fc.boolean(), (all, minute, isOfDay) => {
        const clock = (of: number) => new Date(of * 60_000).toISOString().slice(11, 16);
        const sorted = [...all].sort((a, b) => a.minute - b.minute);
        const rows = isOfDay ? sorted.map(({ minute: of, requests }) => ({ time: clock(of), requests })) : sorted;
        const [rate] = at(JSON.stringify(rows), minute);
        const rates = all.map(({ requests }) => requests);
        expect(rate).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-9);
        expect(rate).toBeLessThanOrEqual(Math.max(...rates) + 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  test.each<[string, string]>([
    [
      '',
      'line 1: header: time,requests or minute,requests. write time,requests and 09:00,120, or minute,requests and 0,60',
    ],
    ['time,minute,requests\n', 'line 1: header: time,requests or minute,requests. '],
    ['{"time":"09:00","requests":1}', 'line 1: header: time,requests or minute,requests. '],
    ['minute,requests\n', 'points (none): at least one. '],
    ['[1', 'profile (not JSON): a list of {"time": "09:00", "requests": 120}. '],
    ['[1]', 'point 1: point (number): an object. '],
    ['minute,requests\n0,5\n0,6', 'line 3: minute: later than the one before. '],
    ['minute,requests\n\n-1,5', 'line 3: minute (-1): a number, 0 or more. '],
    ['minute,requests\n0,many', 'line 2: requests (text): a number, 0 or more. '],
    ['minute,requests\n0', 'line 2: requests (nothing): a number, 0 or more. '],
    ['minute,requests\n0,-5', 'line 2: requests (-5): a number, 0 or more. '],
    ['minute,requests\n0,0', 'requests (0 at every point): some. '],
    ['time,requests\n24:00,5', 'line 2: time (text): HH:MM, in UTC. '],
    ['[{"minute":0,"requests":1},{"time":"09:00","requests":1}]', 'point 2: minute (nothing): a number, 0 or more. '],
  ])('%j is refused', (text, message) => expect(() => readRateProfile(file(text))).toThrow(message));

  test('one that is not there is refused', () => {
    expect(() => readRateProfile(join(folder, 'nowhere'))).toThrow(
      'nowhere (ENOENT): must be CSV or JSON. check the path',
    );
  });
});

test('what gives the rate: profile, then option, then recording, then template, then the default', () => {
  const rate = file('minute,requests\n0,7');
  const recording = { requests: [], perMinute: [3, 5] };
  const from = (...given: Parameters<typeof requestRate>) => {
    const chosen = requestRate(...given);
    return [chosen.facts(2).rateFrom, chosen.at(0), chosen.usual];
  };
  expect(from(60, { rate }, recording)).toEqual(['profile', 7, 7]);
  expect(from(60, { requestsPerMinute: 8 }, recording)).toEqual(['option', 6, 8]);
  expect(from(60, {}, recording)).toEqual(['recording', 3, 4]);
  expect(from(50, {})).toEqual(['template', 50, 50]);
  expect(from(undefined, {})).toEqual(['default', 60, 60]);
});

describe('a rehearsal', () => {
  test('follows a profile minute by minute, and says so', async () => {
    const rate = file('minute,requests\n0,10\n5,60\n');
    const { sent, line, deployment } = await played({ rate });
    expect(sent).toEqual([10, 20, 30, 40, 50, 60, 60, 60, 60, 60]);
    expect(deployment.exposure.requests).toBe(45);
    expect(line).toContain(
      `traffic: 10 to 60 requests per minute (45 on average) by ${rate}, each a real one (weight 1)`,
    );
  });

  test('begins in a profile of the day where --begin says', async () => {
    const rate = file('time,requests\n09:00,0\n09:10,100\n');
    const { sent, line } = await played({ rate, begin: '2026-11-23T10:00:00+01:00' });
    expect(sent).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(line).toContain(`0 to 90 requests per minute (45 on average) by ${rate} from 09:00 UTC on`);
  });

  test('repeats a recording, and says how it differs from what the template expects', async () => {
    const traffic = file([0, 1, 2, 70].map((time) => JSON.stringify({ time, body: { time } })).join('\n'));
    const { sent, line, deployment } = await played({ traffic });
    expect(sent).toEqual([3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    expect(line).toContain('traffic: 1 to 3 requests per minute (2 on average) as recorded over 2 min, each');
    expect(deployment.traffic.recording).toEqual({
      requests: 4,
      minutes: 2,
      requestsPerMinute: 2,
      templateExpects: 60,
    });
    expect(deployment.notes).toContain(
      'the recording has 2 requests per minute and the template expects 60: --requests-per-minute 60 plays the recording ' +
        'at the rate that its alarms were set for',
    );
    const scaled = await played({ traffic, requestsPerMinute: 60 });
    expect(scaled.sent.slice(0, 4)).toEqual([90, 30, 90, 30]);
    expect(scaled.line).toContain(
      '30 to 90 requests per minute (60 on average) as given, spread as recorded over 2 min',
    );
  });

  test('takes no rate beside a profile', async () => {
    await expect(played({ rate: 'day.csv', requestsPerMinute: 5 })).rejects.toThrow(
      'requests per minute (5): not beside a rate profile, which gives them. choose such a value',
    );
  });
});

test('a file that was read for scaling is not read again for what is sent', () => {
  const [recording, nowhere] = [readTrafficFile(plain), join(folder, 'nowhere.jsonl')];
  const planned = { recording, cases: [], deployedCases: [] };
  expect(requestsFor(planned, { to: v2, traffic: nowhere }).requests).toBe(recording.requests);
});
