import { Slices } from '@inference-constructs/runtime/predict/slices';
import { faultOf } from '../support/fault-of';

const here = { isGone: false };
let slices: Slices;
beforeEach(() => (slices = new Slices(1000)));

function* slicesOf(log: string[], name: string, count: number): Generator<undefined, string> {
  for (let slice = 1; slice < count; slice++) {
    log.push(name + slice);
    yield undefined;
  }
  return name;
}

it('does one after the other, and lets others have their turn between slices', async () => {
  const log: string[] = [];
  const turn = (): void => {
    log.push('turn');
    if (log.length < 6) {
      setImmediate(turn);
    }
  };
  setImmediate(turn);
  const both = ['a', 'b'].map((name) => slices.do(slicesOf(log, name, 3), 1, here));
  expect(await Promise.all(both)).toEqual(['a', 'b']);
  expect(log.slice(0, 4)).toEqual(['turn', 'a1', 'turn', 'a2']);
});

it('ends at the next slice for whoever leaves or is too late', async () => {
  const log: string[] = [];
  const leaving = {
    get isGone() {
      return log.length > 1;
    },
  };
  const gone = slices.do(slicesOf(log, 'a', 9), 1, leaving);
  const late = slices.do(slicesOf(log, 'b', 9), 1, { isGone: false, deadline: performance.now() });
  expect(await Promise.all([gone, late].map((one) => faultOf(() => one)))).toMatchObject([
    { code: 'ClientGone' },
    { code: 'DeadlineExceeded' },
  ]);
  expect(log).toEqual(['a1', 'a2']);
});

it('tells who waits when the deadline passes, whatever is done meanwhile', async () => {
  const log: string[] = [];
  function* long(): Generator<undefined, string> {
    for (let turn = 0; turn < 1_000_000 && !log.includes('late'); turn++) {
      yield undefined;
    }
    log.push('a');
    return 'a';
  }
  const first = slices.do(long(), 1, here);
  const late = slices.do(slicesOf(log, 'b', 2), 1, { isGone: false, deadline: performance.now() + 20 });
  const next = slices.do(slicesOf(log, 'c', 2), 1, { isGone: false, deadline: performance.now() + 60_000 });
  expect(await faultOf(() => late)).toMatchObject({ code: 'DeadlineExceeded' });
  log.push('late');
  expect(await Promise.all([first, next])).toEqual(['a', 'c']);
  expect(log).toEqual(['late', 'a', 'c1']);
});

it('fails alone where a slice fails', async () => {
  const full = Object.freeze<string[]>([]) as string[];
  const [first, second] = [slices.do(slicesOf(full, 'a', 2), 1, here), slices.do(slicesOf([], 'b', 2), 1, here)];
  await expect(first).rejects.toThrow(TypeError);
  expect(await second).toBe('b');
});

it.each([
  ['what such work took', 1],
  ['its size, before any was done', 0],
])('refuses who would wait too long by %s, but never the first to wait', async (_, before) => {
  slices = new Slices(0);
  const work = () => slices.do(slicesOf([], 'a', 3), 1, here);
  await Promise.all(Array.from({ length: before }, work));
  const [now, next, beyond] = [work(), work(), work()];
  expect(await faultOf(() => beyond)).toMatchObject({
    error: 'Too many requests wait for the model.',
    code: 'Overloaded',
    retryAfter: 1,
  });
  expect(await Promise.all([now, next])).toEqual(['a', 'a']);
  expect(await work()).toBe('a');
});
