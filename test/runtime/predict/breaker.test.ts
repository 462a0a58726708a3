import * as fc from 'fast-check';
import { Breaker, BREAKER } from '@inference-constructs/runtime/predict/breaker';

let now = 0;
let lines: string[] = [];
const { toleratedFailures, outcomes, firstPauseMilliseconds, longestPauseMilliseconds } = BREAKER;

beforeEach(() => {
  now = 5_000;
  lines = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => {
    const { message, pauseMilliseconds } = JSON.parse(String(line)) as Record<string, unknown>;
    lines.push(pauseMilliseconds === undefined ? String(message) : `${String(message)} (${String(pauseMilliseconds)})`);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

const breaker = (): Breaker => new Breaker(() => now);
const fail = (circuit: Breaker, times = 1): void => {
  for (let time = 0; time < times; time++) circuit.failed(circuit.admit());
};
const opened = (): Breaker => {
  const circuit = breaker();
  fail(circuit, toleratedFailures + 1);
  return circuit;
};

const OPEN = 'the circuit is open: the model fails on most requests';
const HALF_OPEN = 'the circuit is half open: one request tries the model';
const CLOSED = 'the circuit is closed: the model answers again';

test('opens at the eleventh failure of the last twenty requests, and says so', () => {
  const circuit = breaker();
  fail(circuit, toleratedFailures);
  expect(circuit.admit()).toBe('normal');
  fail(circuit);
  expect(circuit.admit()).toBe('refused');
  expect(circuit.retryAfter).toBe(1);
  expect(lines).toEqual([`${OPEN} (1000)`]);
});

test('forgets failures that were long ago', () => {
  const circuit = breaker();
  fail(circuit, toleratedFailures);
  for (let time = 0; time < outcomes; time++) circuit.succeeded(circuit.admit());
  fail(circuit, toleratedFailures);
  expect(circuit.admit()).toBe('normal');
});

test('stays closed for a request that always fails, as long as as many others succeed', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (order) => {
      const circuit = breaker();
      for (const isFirst of order) {
        const pair = [() => circuit.failed(circuit.admit()), () => circuit.succeeded(circuit.admit())];
        for (const outcome of isFirst ? pair : pair.reverse()) outcome();
      }
      expect(circuit.admit()).toBe('normal');
    }),
  );
});

test('is open exactly when more than half of the last twenty failed', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (failures) => {
      const circuit = breaker();
      const seen: boolean[] = [];
      for (const isFailure of failures) {
        const recent = seen.slice(-outcomes).filter(Boolean).length;
        expect(circuit.admit()).toBe(recent > toleratedFailures ? 'refused' : 'normal');
        if (recent > toleratedFailures) return;
        seen.push(isFailure);
        if (isFailure) circuit.failed('normal');
        else circuit.succeeded('normal');
      }
    }),
  );
});

test('lets one request try after the pause, whose success closes it', () => {
  const circuit = opened();
  now += firstPauseMilliseconds;
  expect([circuit.admit(), circuit.admit()]).toEqual(['trial', 'refused']);
  circuit.succeeded('trial');
  expect(circuit.admit()).toBe('normal');
  fail(circuit, toleratedFailures);
  expect(circuit.admit()).toBe('normal');
  expect(lines).toEqual([`${OPEN} (1000)`, HALF_OPEN, CLOSED]);
});

test('pauses twice as long each time the trial fails, up to a bound, and as at first once it was closed', () => {
  const circuit = opened();
  const pauses: number[] = [];
  for (let trial = 0; trial < 7; trial++) {
    const start = now;
    while (circuit.admit() !== 'trial') now += 500;
    pauses.push(now - start);
    circuit.failed('trial');
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, longestPauseMilliseconds, longestPauseMilliseconds]);
  now += longestPauseMilliseconds;
  circuit.succeeded(circuit.admit());
  fail(circuit, toleratedFailures + 1);
  expect(circuit.retryAfter).toBe(1);
});

test('lets the next request try where the trial says nothing', () => {
  const circuit = opened();
  now += firstPauseMilliseconds;
  circuit.leftOut(circuit.admit());
  expect([circuit.admit(), circuit.admit()]).toEqual(['trial', 'refused']);
});

test('lets another request try where the trial hangs, and takes what comes of it later for what it is', () => {
  const circuit = opened();
  now += firstPauseMilliseconds;
  const hanging = circuit.admit();
  now += firstPauseMilliseconds;
  const other = circuit.admit();
  expect([hanging, other, circuit.admit()]).toEqual(['trial', 'trial', 'refused']);
  circuit.succeeded(other);
  circuit.leftOut(hanging);
  circuit.failed(hanging);
  circuit.succeeded(hanging);
  expect(circuit.admit()).toBe('normal');
  expect(lines).toEqual([`${OPEN} (1000)`, HALF_OPEN, HALF_OPEN, CLOSED]);
});

test('learns nothing from requests that were sent before it opened, nor from those that go past it', () => {
  const circuit = opened();
  now += firstPauseMilliseconds;
  expect(circuit.admit()).toBe('trial');
  circuit.succeeded('normal');
  circuit.failed('normal');
  circuit.leftOut('normal');
  expect(circuit.admit()).toBe('refused');
  circuit.succeeded('trial');
  for (let time = 0; time < outcomes; time++) circuit.failed('past');
  expect(circuit.admit()).toBe('normal');
});
