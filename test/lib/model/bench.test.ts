import { readFileSync } from 'node:fs';
import { formatBench, parseBench } from '@inference-constructs/core/out/model/bench';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { writePackage } from './support/packages';

const BENCH = {
  onnxruntime: '1.30.0',
  machine: 'ml.c7i.large',
  residentMib: 180,
  startMilliseconds: 420,
  requests: { rows: 1, p50Milliseconds: 0.4, p99Milliseconds: 1.1 },
};

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const FULL = {
  modelDigest: DIGEST,
  onnxruntime: '1.30.0',
  node: '22.23.3',
  machine: 'ml.c7i.large',
  processors: 2,
  residentMib: 180,
  startMilliseconds: 420,
  requests: { rows: 1, p50Milliseconds: 0.4, p99Milliseconds: 1.1 },
  batches: [
    { rows: 1, p50Milliseconds: 0.4 },
    { rows: 4, p50Milliseconds: 0.6 },
  ],
  throughput: {
    concurrency: 8,
    requestsPerSecond: 5200,
    p50Milliseconds: 1.4,
    p99Milliseconds: 4.2,
    residentMib: 190,
  },
};

const parse = (document: object) => parseBench(JSON.stringify(document));

test('what was measured is read', () => {
  expect(parse(BENCH)).toEqual(BENCH);
});

test('what was measured by the command is read, and written as it was', () => {
  const text = `${JSON.stringify(FULL, undefined, 2)}\n`;
  expect(parse(FULL)).toEqual(FULL);
  expect(formatBench(parse(FULL))).toBe(text);
  const backwards = JSON.stringify(Object.fromEntries(Object.entries(FULL).reverse()));
  expect(formatBench(parseBench(backwards))).toBe(text);
});

test.each([
  [{ ...BENCH, residentMib: 0 }, 'bench.json /residentMib (0): expected a number above 0'],
  [{ ...BENCH, machine: '' }, 'bench.json /machine (""): expected a text that is not empty'],
  [{ ...BENCH, startMilliseconds: undefined }, 'bench.json /startMilliseconds (missing): expected this field'],
  [
    { ...BENCH, requests: { rows: 1, p50Milliseconds: 3, p99Milliseconds: 2 } },
    'bench.json /requests/p99Milliseconds (2): expected at least p50Milliseconds (3)',
  ],
  [
    { ...FULL, modelDigest: 'sha256:0a' },
    'bench.json /modelDigest ("sha256:0a"): expected sha256: and 64 hexadecimal digits',
  ],
  [{ ...FULL, node: 22 }, 'bench.json /node (22): expected a text that is not empty'],
  [{ ...FULL, processors: 0 }, 'bench.json /processors (0): expected a number above 0'],
  [{ ...FULL, batches: [] }, 'bench.json /batches (an empty list): expected a list with at least one item'],
  [{ ...FULL, batches: [{ rows: 4 }] }, 'bench.json /batches/0/p50Milliseconds (missing): expected this field'],
  [
    { ...FULL, batches: [{ rows: 0, p50Milliseconds: 1 }] },
    'bench.json /batches/0/rows (0): expected a number above 0',
  ],
  [
    { ...FULL, throughput: { ...FULL.throughput, p99Milliseconds: 1 } },
    'bench.json /throughput/p99Milliseconds (1): expected at least p50Milliseconds (1.4)',
  ],
  [
    { ...FULL, throughput: { ...FULL.throughput, requestsPerSecond: Infinity } },
    'bench.json /throughput/requestsPerSecond (null): expected a number above 0',
  ],
  [{ ...BENCH, requests: [] }, 'bench.json /requests (an empty list): expected an object'],
])('%j is refused', (document, message) => {
  expect(() => parse(document)).toThrow(new Error(message));
});

test('what is no JSON is refused', () => {
  expect(() => parseBench('{', 'v1/bench.json')).toThrow(/^v1\/bench\.json \(.*\): must be JSON\. correct it there$/);
});

test('a package has what its bench.json says, and may have none', () => {
  expect(loadModelPackage(writePackage({ 'bench.json': JSON.stringify(BENCH) })).bench).toEqual(BENCH);
  expect(loadModelPackage(writePackage({})).bench).toBeUndefined();
});

test('what was measured is every file but bench.json, and that of the fallback', () => {
  const digestOf = (files: Record<string, string>) => {
    const directory = writePackage({ 'bench.json': JSON.stringify(FULL), ...files });
    return loadModelPackage(directory).measuredDigest;
  };
  const digest = digestOf({});
  expect(digest).toBe(loadModelPackage(writePackage({})).digest);
  expect(digestOf({ 'bench.json': JSON.stringify({ ...FULL, machine: 'another' }) })).toBe(digest);
  expect(digestOf({ 'note.txt': 'changed' })).not.toBe(digest);
  expect(digestOf({ 'bench.json': JSON.stringify(BENCH) })).toBeUndefined();

  const fallback = loadModelPackage(writePackage({}));
  const files = Object.fromEntries(fallback.files.map(({ path, source }) => [`spare/${path}`, readFileSync(source)]));
  const main = { ...fallback.manifest, fallback: { model: 'spare' } };
  const withSpare = (more: Record<string, string>) =>
    loadModelPackage(
      writePackage({ ...files, 'model.json': JSON.stringify(main), 'bench.json': JSON.stringify(FULL), ...more }),
    );
  const spared = withSpare({ 'spare/bench.json': JSON.stringify(BENCH) });
  expect(spared.files.map(({ path }) => path)).toContain('spare/bench.json');
  expect(spared.measuredDigest).toBe(withSpare({}).measuredDigest);
});
