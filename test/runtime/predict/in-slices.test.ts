import { inSlices } from '@inference-constructs/runtime/predict/in-slices';
import { faultOf } from '../support/fault-of';

const here = { isGone: false };

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
  const both = ['a', 'b'].map((name) => inSlices(slicesOf(log, name, 3), here));
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
  const gone = inSlices(slicesOf(log, 'a', 9), leaving);
  const late = inSlices(slicesOf(log, 'b', 9), { isGone: false, deadline: performance.now() });
  expect(await faultOf(() => gone)).toMatchObject({ code: 'ClientGone' });
  expect(await faultOf(() => late)).toMatchObject({ code: 'DeadlineExceeded' });
  expect(log).toEqual(['a1', 'a2']);
});

it('fails alone where a slice fails', async () => {
  const full = Object.freeze<string[]>([]) as string[];
  const [first, second] = [inSlices(slicesOf(full, 'a', 2), here), inSlices(slicesOf([], 'b', 2), here)];
  await expect(first).rejects.toThrow(TypeError);
  expect(await second).toBe('b');
});
