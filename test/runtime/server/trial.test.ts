import { Trial } from '@inference-constructs/runtime/trial';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

const MESSAGE =
  "the model's first runs and golden.jsonl (unfinished): at most 1000 ms. " +
  'Record fewer cases, deploy a model whose runs end, or raise INFERENCE_MAX_TRIAL_MS.';
const never = new Promise<never>(() => undefined);

it('ends work that does not end, counted from its first beginning', async () => {
  const trial = new Trial(1000);
  const outcome = trial.within(never).catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(5000);
  trial.begin();
  await jest.advanceTimersByTimeAsync(900);
  trial.begin();
  await jest.advanceTimersByTimeAsync(100);
  expect(await outcome).toMatchObject({ code: 'TrialTimeout', message: MESSAGE });
});

it('gives what work in time gives, and leaves no timer', async () => {
  const trial = new Trial(1000);
  trial.begin();
  expect(await trial.within(Promise.resolve(7))).toBe(7);
  expect(jest.getTimerCount()).toBe(0);
});

it('is checked between runs that hold the thread', () => {
  const trial = new Trial(1000);
  trial.check();
  trial.begin();
  jest.setSystemTime(2000);
  jest.advanceTimersByTime(0);
  expect(() => trial.check()).not.toThrow();
  void trial.within(never).catch(() => undefined);
  jest.advanceTimersByTime(1001);
  expect(() => trial.check()).toThrow(MESSAGE);
});
