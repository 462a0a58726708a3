import { join } from 'node:path';
import { Reader } from '@inference-constructs/runtime/reader/reader';
import { TWO_FEATURES } from '../support/fake-model';
import { faultOf } from '../support/fault-of';

/** Stands for the thread that reads: does to a body what it says. */
const SCRIPT = join(__dirname, '..', 'support', 'fake-reader-thread.cjs');
const lost = {
  error: 'The thread that reads large bodies ended before it was done with this request.',
  code: 'ReaderLost',
  retryAfter: 1,
};
const reading = { inputs: {}, answer: { kind: 'kserve-v1' } };

let reader: Reader;
const read = (text: string, waiter: { isGone: boolean; deadline?: number } = { isGone: false }) =>
  reader.read({ kind: 'kserve-v1' }, Buffer.from(text), waiter);
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
const logged = () => stderr.mock.calls.map(([line]) => (JSON.parse(String(line)) as { message: string }).message);
beforeEach(() => {
  stderr.mockClear();
  reader = new Reader(SCRIPT, TWO_FEATURES, 1000);
});
afterEach(() => reader.close());
afterAll(() => stderr.mockRestore());

it('refuses the body that ends the thread, and gives those behind it another thread', async () => {
  const [before, crash, ...behind] = ['a', 'crash', 'b', 'c'].map((text) => read(text));
  expect(await faultOf(() => crash)).toEqual(lost);
  expect(await Promise.all([before, ...behind, read('d')])).toEqual(Array(4).fill(reading));
  expect(logged()).toEqual([expect.any(String), 'the thread that reads large bodies ended']);
});

it('does not read for whoever left or is too late by then', async () => {
  const first = read('a');
  const gone = read('crash', { isGone: true });
  const late = read('crash', { isGone: false, deadline: performance.now() });
  expect(await Promise.all([gone, late].map((one) => faultOf(() => one)))).toMatchObject([
    { code: 'ClientGone' },
    { code: 'DeadlineExceeded' },
  ]);
  expect(await Promise.all([first, read('b')])).toEqual([reading, reading]);
  expect(logged()).toEqual([]);
});

it('tells who waits when the deadline passes, whatever is read meanwhile, and has room for others then', async () => {
  reader = new Reader(SCRIPT, TWO_FEATURES, 0);
  await read('a');
  const reading = faultOf(() => read('never'));
  const late = read('b', { isGone: false, deadline: performance.now() + 20 });
  expect(await faultOf(() => late)).toEqual({
    error: 'The deadline passed before the request ran.',
    code: 'DeadlineExceeded',
  });
  const next = faultOf(() => read('c'));
  expect(await faultOf(() => read('d'))).toMatchObject({ code: 'Overloaded' });
  await reader.close();
  expect(await Promise.all([reading, next])).toEqual([lost, lost]);
});

it.each([
  ['what such bodies took', 1],
  ['their size, before any was read', 0],
])('refuses who would wait too long by %s, but never the first to wait', async (_, before) => {
  reader = new Reader(SCRIPT, TWO_FEATURES, 0);
  await Promise.all(Array.from({ length: before }, () => read('a')));
  const [now, next, beyond] = ['b', 'c', 'd'].map((text) => read(text));
  expect(await faultOf(() => beyond)).toMatchObject({
    error: 'Too many requests wait for the model.',
    code: 'Overloaded',
    retryAfter: 1,
  });
  expect(await Promise.all([now, next])).toEqual([reading, reading]);
});

it('refuses who would wait too long for the body that is being read', async () => {
  reader = new Reader(SCRIPT, TWO_FEATURES, 30);
  await read('a');
  const unfinished = ['never'.padEnd(8_388_608), 'b'].map((text) => faultOf(() => read(text)));
  expect(await faultOf(() => read('c'))).toMatchObject({ code: 'Overloaded' });
  await reader.close();
  expect(await Promise.all(unfinished)).toEqual([lost, lost]);
});

it('gives up what is not done when it is closed', async () => {
  const waiting = [read('a'), read('b')];
  const faults = Promise.all(waiting.map((one) => faultOf(() => one)));
  await reader.close();
  expect(await faults).toEqual([lost, lost]);
  expect(await faultOf(() => read('c'))).toEqual(lost);
  expect(logged()).toEqual([]);
});
