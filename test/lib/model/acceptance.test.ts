import { parseAcceptance } from '@inference-constructs/core/out/model/acceptance';
import { scoreOf } from '@inference-constructs/core/out/model/acceptance-score';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import type { AcceptanceMetric, ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import { faultOf } from './support/faults';
import { MANIFEST, writePackage } from './support/packages';

const CLASSES = { output: 'y', names: ['ill', 'well'], positive: 'ill' };
const ACCEPTANCE = { metric: 'accuracy', minimum: 0.93 };
const manifest = (changes: object = {}) =>
  JSON.stringify({ ...MANIFEST, classes: CLASSES, acceptance: ACCEPTANCE, ...changes });
const three = {
  signature: { ...MANIFEST.signature, outputs: [{ name: 'y', type: 'float32', shape: ['batch', 3] }] },
  classes: { output: 'y', names: ['a', 'b', 'c'] },
};

describe('the minimum of model.json', () => {
  test.each([
    ['of two classes', manifest()],
    ['of the positive class', manifest({ acceptance: { metric: 'f1', minimum: 1 } })],
    ['of three classes', manifest({ ...three, acceptance: { metric: 'balancedAccuracy', minimum: 0.5 } })],
  ])('%s is taken', (_, text) => {
    expect(parseManifest(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['no object', manifest({ acceptance: 0.9 }), '/acceptance (0.9): expected an object'],
    ['no minimum', manifest({ acceptance: { metric: 'f1' } }), '/acceptance/minimum (missing): expected this field'],
    [
      'an unknown metric',
      manifest({ acceptance: { metric: 'acuracy', minimum: 0.9 } }),
      '/acceptance/metric ("acuracy"): expected one of accuracy, balancedAccuracy, precision, recall, f1. did you mean "accuracy"?',
    ],
    [
      'percent',
      manifest({ acceptance: { metric: 'accuracy', minimum: 93 } }),
      '/acceptance/minimum (93): expected a number above 0 and at most 1',
    ],
    [
      'nothing',
      manifest({ acceptance: { metric: 'accuracy', minimum: 0 } }),
      '/acceptance/minimum (0): expected a number above 0 and at most 1',
    ],
    [
      'a regression',
      manifest({ classes: undefined }),
      '/acceptance (an object): expected no such field without classes',
    ],
    [
      'a positive class of three',
      manifest({ ...three, acceptance: { metric: 'recall', minimum: 0.9 } }),
      '/acceptance/metric ("recall"): expected accuracy or balancedAccuracy with 3 classes, a positive one is of two',
    ],
  ])('%s is refused', (_, text, finding) => {
    expect(faultOf(() => parseManifest(text))).toEqual({ code: 'ManifestInvalid', message: `model.json ${finding}` });
  });
});

describe('the cases of acceptance.jsonl', () => {
  const parse = (line: unknown) =>
    parseAcceptance(typeof line === 'string' ? line : JSON.stringify(line), JSON.parse(manifest()) as ModelManifest);

  test('are one labelled row a line', () => {
    const cases = [
      { inputs: { x: [[1, 2, 3]] }, label: 'ill' },
      { inputs: { x: [[4, 5, 6]] }, label: 'well' },
    ];
    expect(parse(`${cases.map((each) => JSON.stringify(each)).join('\n\n')}\n`)).toEqual(cases);
  });

  test.each<[string, unknown, string]>([
    ['no case', '\n', 'acceptance.jsonl (no case): must hold at least one. record one or remove the file'],
    ['no JSON', '{', 'acceptance.jsonl line 1 (not JSON): must be one case in JSON. correct the line'],
    [
      'an unknown label',
      { inputs: { x: [[1, 2, 3]] }, label: 'healthy' },
      'acceptance.jsonl line 1 /label ("healthy"): expected one of the classes: ill, well',
    ],
    ['no label', { inputs: { x: [[1, 2, 3]] } }, 'acceptance.jsonl line 1 /label (missing): expected this field'],
    [
      'two rows',
      {
        inputs: {
          x: [
            [1, 2, 3],
            [1, 2, 3],
          ],
        },
        label: 'ill',
      },
      'acceptance.jsonl line 1 /inputs (2): expected one row a case',
    ],
    [
      'too few values',
      { inputs: { x: [[1, 2]] }, label: 'ill' },
      'acceptance.jsonl line 1 /inputs/x/0 (a list of 2): expected 3 items, by shape [batch, 3]',
    ],
  ])('%s: refused', (_, line, message) => {
    expect(faultOf(() => parse(line))).toEqual({ code: 'AcceptanceInvalid', message });
  });
});

describe('a model package', () => {
  const CASE = '{"inputs":{"x":[[1,2,3]]},"label":"ill"}\n';
  const load = (files: Record<string, string | undefined>) => {
    const directory = writePackage(files);
    return { directory, run: () => loadModelPackage(directory, 'DIR') };
  };

  test('counts its cases', () => {
    expect(load({ 'model.json': manifest(), 'acceptance.jsonl': CASE + CASE }).run().acceptanceCases).toBe(2);
    expect(load({}).run().acceptanceCases).toBe(0);
  });

  test('with a minimum and without cases is refused', () => {
    expect(faultOf(load({ 'model.json': manifest() }).run)).toEqual({
      code: 'AcceptanceMissing',
      message:
        'DIR/acceptance.jsonl (missing): model.json has a minimum for it. add the labelled cases, or remove acceptance from model.json',
    });
  });

  test('with cases and without a minimum is refused', () => {
    const files = { 'model.json': manifest({ acceptance: undefined }), 'acceptance.jsonl': CASE };
    expect(faultOf(load(files).run)).toEqual({
      code: 'AcceptanceMissing',
      message:
        'DIR/model.json /acceptance (missing): acceptance.jsonl needs a metric and its minimum. ' +
        'add the field, for example { "metric": "accuracy", "minimum": 0.93 }, or remove the file',
    });
  });

  test('with too many cases is refused', () => {
    const files = { 'model.json': manifest(), 'acceptance.jsonl': ' '.repeat(4 * 1024 * 1024 + 1) };
    expect(faultOf(load(files).run)).toEqual({
      code: 'AcceptanceInvalid',
      message:
        'DIR/acceptance.jsonl (4194305 bytes): at most 4194304 bytes are sent to a release before it gets traffic. keep fewer cases',
    });
  });
});

/** Of four ill two are found, of six well five; one gets no answer. */
const SCORED = [
  ...['ill', 'ill', 'well', 'well'].map((predicted) => ({ label: 'ill', predicted })),
  ...['well', 'well', 'well', 'well', 'ill'].map((predicted) => ({ label: 'well', predicted })),
  { label: 'well', predicted: undefined },
];

test.each<[AcceptanceMetric, number]>([
  ['accuracy', 6 / 10],
  ['balancedAccuracy', (2 / 4 + 4 / 6) / 2],
  ['precision', 2 / 3],
  ['recall', 2 / 4],
  ['f1', (2 * (2 / 3) * 0.5) / (2 / 3 + 0.5)],
])('%s is computed', (metric, value) => {
  expect(scoreOf(metric, SCORED, CLASSES)).toBeCloseTo(value, 12);
});

test('a share of nothing is nothing', () => {
  expect(scoreOf('f1', [{ label: 'well', predicted: 'well' }], CLASSES)).toBe(0);
});
