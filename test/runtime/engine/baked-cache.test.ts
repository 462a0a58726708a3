import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepInUse, pruneCache } from '@inference-constructs/runtime/engine/baked-cache';

const HOUR_MS = 3_600_000;
let scratch: string;
let cache: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'baked-cache-'));
  cache = join(scratch, 'cache');
  mkdirSync(cache);
});
afterEach(() => rmSync(scratch, { recursive: true }));

const key = (number: number): string => String(number).padStart(32, '0');

/** Something in the cache that was used for the last time so many hours ago. */
function put(name: string, hours: number): void {
  const directory = join(cache, name);
  mkdirSync(directory);
  const then = new Date(Date.now() - hours * HOUR_MS);
  for (const file of ['model.onnx', 'model.data']) {
    writeFileSync(join(directory, file), name);
    utimesSync(join(directory, file), then, then);
  }
  utimesSync(directory, then, then);
}

it('keeps what is in use, and of the others the four that were used last', () => {
  for (let number = 0; number < 10; number++) {
    put(key(number), number < 3 ? 0.5 : 100 - number);
  }
  pruneCache(cache);
  expect(readdirSync(cache).sort()).toEqual([0, 1, 2, 6, 7, 8, 9].map(key));
});

it('removes what a server left unfinished, but not what one is making', () => {
  put('unfinished-old', 5);
  put('unfinished-new', 5);
  writeFileSync(join(cache, 'unfinished-new', 'model.data'), 'x');
  pruneCache(cache);
  expect(readdirSync(cache)).toEqual(['unfinished-new']);
});

it('removes nothing that it did not make', () => {
  const names = Array.from({ length: 10 }, (_, at) => `mine-${at}`);
  names.forEach((name) => put(name, 100));
  pruneCache(cache);
  expect(readdirSync(cache).sort()).toEqual(names);
});

it('removes nothing where the cache is a link to elsewhere', () => {
  for (let number = 0; number < 10; number++) {
    put(key(number), 100);
  }
  const link = join(scratch, 'link');
  symlinkSync(cache, link);
  pruneCache(link);
  expect(readdirSync(cache)).toHaveLength(10);
});

it('marks what is in use, so that others do not remove it', async () => {
  for (let number = 0; number < 6; number++) {
    put(key(number), 100 - number);
  }
  const file = join(cache, key(0), 'model.onnx');
  expect(keepInUse(file, { markMilliseconds: 10, inUseMilliseconds: HOUR_MS })).toBe(true);
  const directory = join(cache, key(0));
  const marked = statSync(directory).mtimeMs;
  while (statSync(directory).mtimeMs === marked) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  pruneCache(cache);
  expect(readdirSync(cache).sort()).toEqual([0, 2, 3, 4, 5].map(key));
});

it('does not say of what is gone that it is in use', () => {
  expect(keepInUse(join(cache, key(1), 'model.onnx'))).toBe(false);
  expect(existsSync(join(cache, key(1)))).toBe(false);
});
