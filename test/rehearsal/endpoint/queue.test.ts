import fc from 'fast-check';
import { FleetQueue, type Routing } from '@inference-constructs/rehearsal/fleet/queue';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';

const queue = (routing: Routing = 'RANDOM', seed = 1) => new FleetQueue(seededRandom(seed), routing);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('requests wait as the formula of Pollaczek and Khinchine has it for one instance', () => {
  const fleet = queue();
  const waits = Array.from({ length: 60 }, (_, minute) => fleet.minute(minute, 600, 1, () => 50).milliseconds).flat();
  // 10 requests a second of 50 ms each: half of the time busy. Fixed service times wait for ρ·s / 2(1−ρ) = 25 ms.
  expect(mean(waits)).toBeGreaterThan(22);
  expect(mean(waits)).toBeLessThan(28);
});

test('two instances share the load; the one with least to do serves sooner than one by chance', () => {
  const of = (routing: Routing) => mean(queue(routing).minute(0, 1200, 2, () => 80).milliseconds);
  expect(of('LEAST_OUTSTANDING_REQUESTS')).toBeLessThan(of('RANDOM'));
});

test('more than an instance can answer waits longer from minute to minute, until there are more instances', () => {
  const fleet = queue();
  const [first, second] = [0, 1].map((minute) => mean(fleet.minute(minute, 700, 1, () => 100).milliseconds));
  expect(second).toBeGreaterThan(first + 5000);
  const helped = mean(fleet.minute(2, 700, 4, () => 100).milliseconds);
  expect(helped).toBeLessThan(second);
});

test('without an instance nothing is ever answered', () => {
  const { milliseconds, concurrent } = queue().minute(0, 3, 0, () => 1);
  expect(milliseconds).toEqual([Infinity, Infinity, Infinity]);
  expect(concurrent).toEqual([0, 0, 0, 0, 0, 0]);
});

test('looked at every ten seconds, as many are in hand as the law of Little says', () => {
  const fleet = queue('LEAST_OUTSTANDING_REQUESTS');
  const looks = Array.from({ length: 60 }, (_, minute) => fleet.minute(minute, 600, 8, () => 400).concurrent).flat();
  expect(mean(looks)).toBeGreaterThan(3.4);
  expect(mean(looks)).toBeLessThan(4.8);
});

test('no wait is negative, and without waiting there is none, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 5 }),
      fc.double({ min: 0, max: 500, noNaN: true }),
      fc.integer(),
      (requests, instances, busy, seed) => {
        const fleet = queue('RANDOM', seed);
        for (const minute of [0, 1, 2]) {
          const { milliseconds } = fleet.minute(minute, requests, instances, () => busy);
          expect(milliseconds).toHaveLength(requests);
          expect(milliseconds.every((wait) => wait >= 0 && (busy > 0 || wait === 0))).toBe(true);
        }
      },
    ),
  );
});
