import { parseBench } from '@inference-constructs/core/out/model/bench';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { writePackage } from './support/packages';

const BENCH = {
  onnxruntime: '1.30.0',
  machine: 'ml.c7i.large',
  residentMib: 180,
  startMilliseconds: 420,
  requests: { rows: 1, p50Milliseconds: 0.4, p99Milliseconds: 1.1 },
};

const parse = (document: object) => parseBench(JSON.stringify(document));

test('what was measured is read', () => {
  expect(parse(BENCH)).toEqual(BENCH);
});

test.each([
  [{ ...BENCH, residentMib: 0 }, 'bench.json /residentMib (0): expected a number above 0'],
  [{ ...BENCH, machine: '' }, 'bench.json /machine (""): expected a text that is not empty'],
  [{ ...BENCH, startMilliseconds: undefined }, 'bench.json /startMilliseconds (missing): expected this field'],
  [
    { ...BENCH, requests: { rows: 1, p50Milliseconds: 3, p99Milliseconds: 2 } },
    'bench.json /requests/p99Milliseconds (2): expected at least p50Milliseconds (3)',
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
