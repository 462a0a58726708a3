import { analyse } from '@inference-constructs/rehearsal/analysis/analyse';
import type { AnalyseOptions } from '@inference-constructs/rehearsal/analysis/analyse';
import { releaseLines } from '@inference-constructs/rehearsal/analysis/analysis-text';
import { RequestRate } from '@inference-constructs/rehearsal/traffic/request-rate';
import { blueGreen, endpoint, read } from './support/declared';
import type { EndpointSpec } from './support/declared';

const canary = blueGreen('CANARY', { bake: 10, percent: 10 });

function exposure(spec: EndpointSpec, options: AnalyseOptions = {}) {
  return analyse(read(endpoint({ instances: 10, ...spec })), undefined, options).releases[0].exposure;
}

test('requests until the earliest rollback, until a whole window, and until the end', () => {
  expect(exposure({ deployment: canary, alarms: { Errors: { Period: 300 } } })).toEqual({
    earliest: { minute: 9, requests: 12, users: 12 },
    wholeWindow: { minute: 14, requests: 42, users: 42 },
    // Ten minutes at a tenth of sixty requests, ten at all of them.
    undetected: { minute: 27, requests: 660, users: 660 },
  });
});

test('the first alarm of several decides', () => {
  const alarms = { Slow: { Period: 300, EvaluationPeriods: 2 }, Fast: {} };
  expect(exposure({ deployment: canary, alarms }).earliest?.minute).toBe(9);
});

test('capacity moves in whole instances: a tenth of two may be one', () => {
  expect(exposure({ instances: 2, deployment: canary, alarms: { Errors: {} } })).toMatchObject({
    earliest: { minute: 9, requests: 60 },
    undetected: { minute: 27, requests: 900 },
    percent: 50,
  });
});

test('no alarm, no rollback', () => {
  expect(exposure({ deployment: canary })).toEqual({ undetected: { minute: 27, requests: 660, users: 660 } });
});

test('an alarm that rings in the second bake only lets everybody meet it', () => {
  const { earliest } = exposure({ deployment: canary, alarms: { Late: { Period: 300, EvaluationPeriods: 3 } } });
  // Ten minutes at a tenth, one at all of sixty a minute.
  expect(earliest).toEqual({ minute: 18, requests: 120, users: 120 });
});

test.each<[number, number]>([
  // Of 120 requests in two minutes a tenth is exposed.
  [1, 12],
  // 60 users of two requests: 1 - 0.9² of them.
  [2, 11],
  // 6 users of twenty requests: nearly all of them.
  [20, 5],
])('of users who send %d requests, %d meet it', (requestsPerUser, users) => {
  const { earliest } = exposure({ deployment: canary, alarms: { Errors: {} } }, { requestsPerUser });
  expect(earliest).toEqual({ minute: 9, requests: 12, users });
});

describe('traffic that changes', () => {
  const deployed = () => read(endpoint({ instances: 10, deployment: canary, alarms: { Errors: {} } }));
  const by = (at: (minute: number) => number) =>
    analyse(deployed(), undefined, { rateOf: () => new RequestRate({ rateFrom: 'profile' }, at(0), at) }).releases[0];

  test('exposes those who come in the minutes in which the release answers', () => {
    // Nobody while instances start, then ten more every minute.
    const { exposure } = by((minute) => (minute < 7 ? 0 : 10 * (minute - 6)));
    // A tenth of 10 and of 20.
    expect(exposure.earliest).toEqual({ minute: 9, requests: 3, users: 3 });
    // A tenth of 550, and all of what comes from minute 17 to 27.
    expect(exposure.undetected).toEqual({ minute: 27, requests: 1605, users: 1605 });
  });

  test('is told as it was until the decision', () => {
    const profile = { file: 'day.csv', beginsAt: '00:00' };
    const rate = new RequestRate({ rateFrom: 'profile', profile }, 0, (minute) => minute);
    const [release] = analyse(deployed(), undefined, { rateOf: () => rate }).releases;
    expect(release.traffic).toEqual({ from: 'profile', profile, requestsPerMinute: 13, range: { least: 0, most: 26 } });
    expect(releaseLines(release)).toContain(
      'traffic: 0 to 26 requests per minute (13 on average) by day.csv from 00:00 UTC on',
    );
  });

  test('decides what the alarm has seen when the step ends', () => {
    const note = { rates: { bad: 0.4, good: 0.6 }, heldOutRows: 143 };
    const resources = endpoint({ instances: 10, deployment: canary, alarms: { Shift: { Period: 480, note } } });
    const at = (minute: number): number => (minute < 9 ? 0 : 600);
    const rateOf = () => new RequestRate({ rateFrom: 'profile' }, 0, at);
    expect(analyse(read(resources), undefined, { rateOf }).releases[0].power?.expectedRows).toBe(420);
  });
});

test('the rate is the one given, else the one expected, else assumed', () => {
  const traffic = (spec: EndpointSpec, options: AnalyseOptions = {}) =>
    analyse(read(endpoint(spec)), undefined, options).releases[0].traffic;
  const spec = { deployment: canary, alarms: { Errors: {} }, expectedRequestsPerMinute: 600 };
  expect(traffic(spec, { requestsPerMinute: 5 })).toEqual({ requestsPerMinute: 5, from: 'option' });
  expect(traffic(spec)).toEqual({ requestsPerMinute: 600, from: 'template' });
  expect(traffic({ deployment: canary })).toEqual({ requestsPerMinute: 60, from: 'default' });
});

describe('power', () => {
  const note = { rates: { bad: 0.4, good: 0.6 }, heldOutRows: 143 };
  const power = (requestsPerMinute: number, more: object = {}, instances = 10) =>
    analyse(
      read(
        endpoint({
          instances,
          deployment: canary,
          alarms: { Shift: { Period: 480, note: { ...note, ...more } } },
        }),
      ),
      undefined,
      {
        requestsPerMinute,
      },
    );

  test('with enough traffic a collapse is seen', () => {
    const [{ power: found }] = power(600).releases;
    expect(found).toMatchObject({ alarm: 'Shift', percent: 10, expectedRows: 420 });
    expect(found?.chance).toBeGreaterThan(0.99);
    expect(found?.enough).toBeUndefined();
  });

  test('it is that of the share that moves, a whole instance', () => {
    const [{ power: found }] = power(600, {}, 4).releases;
    expect(found).toMatchObject({ percent: 25, expectedRows: 1050 });
  });

  test('with little it is not, and what would be enough is enough', () => {
    const [{ power: found }] = power(30).releases;
    expect(found?.chance).toBeLessThan(0.9);
    const { percent, bakeMinutes } = found?.enough as { percent: number; bakeMinutes: number };
    const better = (bake: number, share: number) =>
      analyse(
        read(
          endpoint({
            instances: 100,
            deployment: blueGreen('CANARY', { bake, percent: share }),
            alarms: { Shift: { Period: (bake - 2) * 60, note } },
          }),
        ),
        undefined,
        { requestsPerMinute: 30 },
      ).releases[0].power?.chance;
    expect(better(10, percent)).toBeGreaterThanOrEqual(0.9);
    expect(better(bakeMinutes, 10)).toBeGreaterThanOrEqual(0.9);
    expect(better(bakeMinutes - 2, 10)).toBeLessThan(0.9);
  });

  test('with too few held-out rows nothing is enough', () => {
    const { releases, findings } = power(600, { heldOutRows: 3 });
    expect(releases[0].power).toEqual({ alarm: 'Shift', percent: 10, expectedRows: 420, chance: 0 });
    expect(findings.map(({ message }) => message)).toEqual([
      '10 % are about 420 rows while it looks; too few held-out rows to tell answers that collapse to one class from ' +
        'chance, whatever the traffic. evaluate the model on more rows',
    ]);
  });
});
