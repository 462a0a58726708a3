import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ModelManifest, TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import { example, fixture } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { softmax, twoKinds, twoOutputs } from '../support/made-models';
import { rowsOf, type Element, type Sample } from './tensors';

/** A model with its requests. */
export interface FuzzModel {
  readonly manifest: ModelManifest;
  readonly directory: string;
  readonly samples: fc.Arbitrary<Sample>;
}

/** The element types of the models that answer with their input. */
const ELEMENTS = {
  string: fc
    .oneof(fc.string({ maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constant(''))
    .map((text) =>
      Buffer.from(text)
        .toString()
        .replace(/[\r\n\0]/g, ''),
    ),
  int64: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer().map(BigInt)),
  float16: fc.integer({ min: -2047, max: 2047 }).map((eighths) => eighths / 8 + 0),
  bool: fc.boolean(),
  float32: fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -1000, max: 1000 })),
} satisfies Partial<Record<TensorType, fc.Arbitrary<Element>>>;

const MOST_ROWS = 4;
const rows = <T>(row: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(row, { minLength: 1, maxLength: MOST_ROWS });

/** Models that answer every valid request, so that a status of 500 is always a defect of the server. */
export function fuzzModels(parent: string): FuzzModel[] {
  return [
    scored(softmax(parent)),
    ...(['string', 'int64', 'float16', 'bool'] as const).map(identity),
    anyColumns(twoOutputs(parent)),
    twoInputs(twoKinds(parent)),
  ];
}

function read(directory: string): ModelManifest {
  return JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8')) as ModelManifest;
}

/**
 * The example, with rows of which Python's onnxruntime recorded the answers. It fails where spoilt features become so large
 * that a score is no number: only what must be answered or refused is sent to it.
 */
export function diagnosis(): FuzzModel {
  const directory = example('v1');
  const manifest = read(directory);
  const [input] = manifest.signature.inputs;
  const [output] = manifest.signature.outputs;
  const recorded = heldOutCases('v1').flatMap(({ inputs, outputs }) =>
    inputs.features.map((row, at) => [row, outputs.probabilities[at]] as const),
  );
  const samples = rows(fc.constantFrom(...recorded)).map((chosen) => ({
    inputs: [
      rowsOf(
        input,
        chosen.map(([row]) => row),
      ),
    ],
    outputs: [
      rowsOf(
        output,
        chosen.map(([, scores]) => scores),
      ),
    ],
  }));
  return { manifest, directory, samples };
}

/** Scores of classes, for features by position or by name. */
function scored(directory: string): FuzzModel {
  const manifest = read(directory);
  const [input] = manifest.signature.inputs;
  const [output] = manifest.signature.outputs;
  const samples = rows(fc.tuple(ELEMENTS.float32, ELEMENTS.float32, ELEMENTS.float32)).map((chosen) => ({
    inputs: [rowsOf(input, chosen)],
    outputs: [rowsOf(output, chosen.map(softmaxOf))],
  }));
  return { manifest, directory, samples };
}

function softmaxOf(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function identity(type: keyof typeof ELEMENTS): FuzzModel {
  const directory = fixture(`dtypes/${type}`);
  const manifest = read(directory);
  const [input] = manifest.signature.inputs;
  const element: fc.Arbitrary<Element> = ELEMENTS[type];
  const samples = rows(fc.tuple(element, element)).map((chosen) => {
    const x = rowsOf(input, chosen);
    return { inputs: [x], outputs: [{ ...x, name: manifest.signature.outputs[0].name }] };
  });
  return { manifest, directory, samples };
}

/** `same` = x and `opposite` = -x, with any number of columns. */
function anyColumns(directory: string): FuzzModel {
  const manifest = read(directory);
  const [input] = manifest.signature.inputs;
  const columns = (count: number): fc.Arbitrary<number[]> =>
    fc.array(ELEMENTS.float32, { minLength: count, maxLength: count });
  const samples = fc
    .integer({ min: 1, max: 5 })
    .chain((count) => rows(columns(count)))
    .map((chosen) => {
      const x = rowsOf(input, chosen);
      const opposite = { ...x, name: 'opposite', data: x.data.map((value) => 0 - Number(value)) };
      return { inputs: [x], outputs: [{ ...x, name: 'same' }, opposite] };
    });
  return { manifest, directory, samples };
}

/** Two inputs of different types, each its own output. */
function twoInputs(directory: string): FuzzModel {
  const manifest = read(directory);
  const [a, b]: readonly TensorSpec[] = manifest.signature.inputs;
  const samples = rows(fc.tuple(ELEMENTS.float32, ELEMENTS.float32, ELEMENTS.int64)).map((chosen) => {
    const inputs = [
      rowsOf(
        a,
        chosen.map(([x, y]) => [x, y]),
      ),
      rowsOf(
        b,
        chosen.map(([, , z]) => [z]),
      ),
    ];
    return { inputs, outputs: inputs.map((input) => ({ ...input, name: `same ${input.name}` })) };
  });
  return { manifest, directory, samples };
}
