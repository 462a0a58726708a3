import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { formatBench, parseBench } from '@inference-constructs/core/out/model/bench';
import { parseGolden } from '@inference-constructs/core/out/model/golden';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import * as fc from 'fast-check';
import { GOLDEN, MANIFEST } from './support/packages';

const EXAMPLE = path.join(__dirname, '../../../examples/diagnosis/models/v1/model.json');
const example = JSON.parse(fs.readFileSync(EXAMPLE, 'utf8')) as unknown;

/** Every place in a document, as the steps that lead there. */
function places(value: unknown, steps: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [steps];
  return [steps, ...Object.entries(value).flatMap(([key, item]) => places(item, [...steps, key]))];
}

/** The document with another value in one place. */
function replaced(document: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const copy = structuredClone(document) as Record<string, unknown>;
  copy[step] = replaced(copy[step], rest, value);
  return copy;
}

function readOrRefuse(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
  }
}

test('a manifest with anything anywhere is read or refused by name', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places(example)), fc.jsonValue({ maxDepth: 3 }), (place, value) =>
      readOrRefuse(() => parseManifest(JSON.stringify(replaced(example, place, value)))),
    ),
    { numRuns: 1000 },
  );
});

test('recorded answers with anything anywhere are read or refused by name', () => {
  const manifest = parseManifest(JSON.stringify(MANIFEST));
  const golden = JSON.parse(GOLDEN) as unknown;
  fc.assert(
    fc.property(fc.constantFrom(...places(golden)), fc.jsonValue({ maxDepth: 3 }), (place, value) =>
      readOrRefuse(() => parseGolden(JSON.stringify(replaced(golden, place, value)), manifest)),
    ),
    { numRuns: 1000 },
  );
});

test('what was measured, with anything anywhere, is read and written alike, or refused by name', () => {
  const times = { p50Milliseconds: 1, p99Milliseconds: 2 };
  const bench = {
    modelDigest: `sha256:${'0a'.repeat(32)}`,
    onnxruntime: '1.30.0',
    node: '22.23.3',
    machine: 'ml.c7i.large',
    processors: 2,
    residentMib: 100,
    startMilliseconds: 300,
    requests: { rows: 1, ...times },
    batches: [{ rows: 1, p50Milliseconds: 1 }],
    throughput: { concurrency: 8, requestsPerSecond: 800, ...times, residentMib: 120 },
  };
  fc.assert(
    fc.property(fc.constantFrom(...places(bench)), fc.jsonValue({ maxDepth: 3 }), (place, value) =>
      readOrRefuse(() => {
        const read = parseBench(JSON.stringify(replaced(bench, place, value)));
        expect(parseBench(formatBench(read))).toEqual(read);
      }),
    ),
    { numRuns: 1000 },
  );
});

const manifest = parseManifest(JSON.stringify(MANIFEST));

test.each<[string, (text: string) => unknown]>([
  ['parseManifest', parseManifest],
  ['parseGolden', (text) => parseGolden(text, manifest)],
  ['parseBench', parseBench],
])('%s takes any text', (_, parse) => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readOrRefuse(() => parse(text))));
});
