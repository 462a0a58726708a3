import * as fc from 'fast-check';
import { Backlog } from '@inference-constructs/rehearsal/fleet/async/backlog';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';

const requests = (count: number) => Array.from({ length: count }, () => ({ body: {} }));
const busy = (busyMilliseconds: number) => async () => ({
  invocation: { durationMilliseconds: busyMilliseconds, lines: [] },
  busyMilliseconds,
});
const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((all, one) => all + (one ?? 0), 0);

test('every request is answered once or still waits, whatever comes and however many instances there are', async () => {
  const minute = fc.record({
    count: fc.nat(20),
    weight: fc.double({ min: 1, max: 9, noNaN: true }),
    instances: fc.nat(4),
    milliseconds: fc.integer({ min: 1, max: 40_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(minute, { maxLength: 8 }), fc.nat(), async (minutes, seed) => {
      const backlog = new Backlog(seededRandom(seed));
      let sent = 0;
      let taken = 0;
      for (const [at, { count, weight, instances, milliseconds }] of minutes.entries()) {
        backlog.add(at, requests(count), weight);
        sent += count * weight;
        const done = await backlog.work(at, instances, busy(milliseconds));
        taken += sum(done.map((one) => one.weight));
        expect(Math.min(0, ...done.map(({ waitMilliseconds = NaN }) => waitMilliseconds))).toBe(0);
        if (instances === 0) expect(done).toEqual([]);
      }
      const other = new Backlog(seededRandom(seed));
      other.addAll(backlog);
      expect(backlog.size).toBe(0);
      expect(taken + other.size).toBeCloseTo(sent, 6);
    }),
    { numRuns: 200 },
  );
});

test('an instance that takes half a minute for each answers two a minute, and they wait their turn', async () => {
  const backlog = new Backlog(seededRandom(1));
  backlog.add(0, requests(6), 1);
  const answered: number[] = [];
  const waits: number[] = [];
  for (let minute = 0; minute < 4; minute++) {
    const done = await backlog.work(minute, 1, busy(30_000));
    answered.push(sum(done.map(({ weight }) => weight)));
    waits.push(Math.max(...done.map(({ waitMilliseconds = 0 }) => waitMilliseconds)));
  }
  expect(answered).toEqual([2, 2, 2, 0]);
  expect(waits[2]).toBeGreaterThan(waits[0]);
  expect(backlog.size).toBe(0);
});
