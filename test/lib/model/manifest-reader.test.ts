import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseManifest } from '@inference-constructs/core/out/model/manifest-reader';
import { faultOf } from './support/faults';

const sound = () => ({
  name: 'diagnosis',
  version: '1.0.0',
  description: 'malignant or benign',
  signature: {
    inputs: [{ name: 'features', type: 'float32', shape: ['batch', 3], features: ['radius', 'texture', 'area'] }],
    outputs: [
      { name: 'probabilities', type: 'float32', shape: ['batch', 2] },
      { name: 'label', type: 'int64', shape: ['batch'] },
    ],
  },
  classes: { output: 'probabilities', names: ['malignant', 'benign'], positive: 'malignant' },
  heldOut: { rows: 143, predictedRates: { malignant: 0.37, benign: 0.63 }, metrics: { accuracy: 0.97 } },
  provenance: { framework: 'scikit-learn 1.5' },
});

/** The sound manifest with one field set, or removed where the value is undefined. */
function changed(pointer: string, value: unknown): string {
  const manifest = sound() as Record<string, unknown>;
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() as string;
  const parent = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, manifest);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(manifest);
}

const fault = (text: string) => faultOf(() => parseManifest(text, 'v1/model.json'));
const invalid = (finding: string) => ({ code: 'ManifestInvalid', message: `v1/model.json ${finding}` });

test('reads a sound manifest', () => {
  expect(parseManifest(JSON.stringify(sound()))).toEqual(sound());
});

test.each([
  'description',
  'classes',
  'provenance',
  'heldOut',
  'heldOut/predictedRates',
  'heldOut/metrics',
  'classes/positive',
])('does without %s', (field) => {
  const text =
    field === 'classes'
      ? JSON.stringify({ ...sound(), classes: undefined, heldOut: { rows: 1 } })
      : changed(`/${field}`, undefined);
  expect(parseManifest(text).name).toBe('diagnosis');
});

test('reads past a byte-order mark', () => {
  expect(parseManifest(`\uFEFF${JSON.stringify(sound())}`).name).toBe('diagnosis');
});

test('reads the manifests of the examples', () => {
  const models = path.join(__dirname, '../../../examples/diagnosis/models');
  const names = fs
    .readdirSync(models)
    .map((name) => parseManifest(fs.readFileSync(path.join(models, name, 'model.json'), 'utf8')).name);
  expect(new Set(names)).toEqual(new Set(['diagnosis']));
});

test('names what is not JSON', () => {
  expect(fault('{"name": ').code).toBe('ManifestInvalid');
  expect(fault('{"name": ').message).toMatch(/^v1\/model\.json \(.+\): must be JSON\. correct it there$/);
});

const TYPES = 'float32, float64, float16, int8, int16, int32, int64, uint8, uint16, uint32, uint64, bool, string';
const NAME = 'expected lower-case letters, digits and hyphens, at most 40, for example "churn-2"';
const SIZE = 'expected a positive whole number, or a name for a size that varies, for example "batch"';

test.each<[string, unknown, string]>([
  ['/name', 'Diagnosis', `/name ("Diagnosis"): ${NAME}`],
  ['/name', 'x'.repeat(41), `/name ("${'x'.repeat(41)}"): ${NAME}`],
  ['/name', 7, `/name (7): ${NAME}`],
  ['/name', undefined, '/name (missing): expected this field'],
  ['/version', '1.0', '/version ("1.0"): expected a semantic version, for example "1.4.0"'],
  ['/version', '01.0.0', '/version ("01.0.0"): expected a semantic version, for example "1.4.0"'],
  ['/description', '', '/description (""): expected a text that is not empty'],
  ['/provenance', [], '/provenance (an empty list): expected an object'],
  ['/provenance/a~1b', 5, '/provenance/a~01b (5): expected a text'],
  ['/heldout', {}, '/heldout (an object): expected no such field. did you mean "heldOut"?'],
  [
    '/zzz',
    'z'.repeat(80),
    `/zzz ("${'z'.repeat(57)}..."): expected no such field; there are name, version, signature, description, classes, heldOut, acceptance, fallback, provenance`,
  ],
  ['/signature', [1], '/signature (a list of 1): expected an object'],
  ['/signature/outputs', undefined, '/signature/outputs (missing): expected this field'],
  ['/signature/inputs', [], '/signature/inputs (an empty list): expected a list with at least one item'],
  ['/signature/inputs/0', null, '/signature/inputs/0 (null): expected an object'],
  [
    '/signature/inputs/0/dtype',
    'float32',
    '/signature/inputs/0/dtype ("float32"): expected no such field. did you mean "type"?',
  ],
  ['/signature/inputs/0/name', ' ', '/signature/inputs/0/name (" "): expected a text that is not empty'],
  [
    '/signature/outputs/1/name',
    'probabilities',
    '/signature/outputs/1/name ("probabilities"): expected a name of its own, item 0 has this one',
  ],
  [
    '/signature/inputs/0/type',
    'float',
    `/signature/inputs/0/type ("float"): expected one of ${TYPES}. did you mean "float32"?`,
  ],
  [
    '/signature/inputs/0/type',
    'Float64',
    `/signature/inputs/0/type ("Float64"): expected one of ${TYPES}. did you mean "float64"?`,
  ],
  ['/signature/inputs/0/type', 'constructor', `/signature/inputs/0/type ("constructor"): expected one of ${TYPES}`],
  [
    '/signature/outputs/0/shape',
    'batch',
    '/signature/outputs/0/shape ("batch"): expected a list of dimensions, for example ["batch", 30]',
  ],
  ['/signature/outputs/0/shape', [-1, 2], `/signature/outputs/0/shape/0 (-1): ${SIZE}`],
  ['/signature/outputs/0/shape', ['batch', 0], `/signature/outputs/0/shape/1 (0): ${SIZE}`],
  ['/signature/outputs/0/shape', ['batch', 2.5], `/signature/outputs/0/shape/1 (2.5): ${SIZE}`],
  ['/signature/outputs/0/shape', [null, 2], `/signature/outputs/0/shape/0 (null): ${SIZE}`],
  ['/signature/outputs/0/shape', ['batch', '2'], `/signature/outputs/0/shape/1 ("2"): ${SIZE}`],
  [
    '/signature/inputs/0/features',
    ['a', 'b'],
    '/signature/inputs/0/features (a list of 2): expected 3 names, one for each column of shape [batch, 3]',
  ],
  [
    '/signature/inputs/0/features',
    ['a', 'b', 'a'],
    '/signature/inputs/0/features/2 ("a"): expected a name of its own, item 0 has this one',
  ],
  [
    '/signature/inputs/0/features',
    ['a', 'b', 3],
    '/signature/inputs/0/features/2 (3): expected a text that is not empty',
  ],
  [
    '/signature/inputs/0/shape',
    ['batch', 'columns'],
    '/signature/inputs/0/features (a list of 3): expected no names, as shape [batch, columns] has no fixed number of columns',
  ],
  [
    '/classes/output',
    'probability',
    '/classes/output ("probability"): expected an output of the signature: probabilities, label. did you mean "probabilities"?',
  ],
  ['/classes/output', 'label', '/classes/output ("label"): expected an output of scores, this one is of type int64'],
  [
    '/signature/outputs/0/shape',
    ['batch', 2, 2],
    '/classes/output ("probabilities"): expected an output of one row a case, this one has shape [batch, 2, 2]',
  ],
  [
    '/signature/outputs/0/shape',
    ['batch', 3],
    '/classes/names (a list of 2): expected 3 names for output "probabilities" of shape [batch, 3]',
  ],
  ['/classes/names', undefined, '/classes/names (missing): expected this field'],
  [
    '/classes/names',
    ['one'],
    '/classes/names (a list of 1): expected at least two classes; leave classes out for a regression',
  ],
  ['/classes/names', ['a', 'a'], '/classes/names/1 ("a"): expected a name of its own, item 0 has this one'],
  ['/classes/positive', 'Malignant', '/classes/positive ("Malignant"): expected one of the classes: malignant, benign'],
  ['/classes/positiv', 'malignant', '/classes/positiv ("malignant"): expected no such field. did you mean "positive"?'],
  ['/heldOut/rows', 0, '/heldOut/rows (0): expected a positive whole number'],
  ['/heldOut/metrics/rocAuc', '0.99', '/heldOut/metrics/rocAuc ("0.99"): expected a number'],
  ['/heldOut/predictedRates', { malignant: 0.37 }, '/heldOut/predictedRates/benign (missing): expected this field'],
  [
    '/heldOut/predictedRates/Benign',
    0,
    '/heldOut/predictedRates/Benign (0): expected no such field. did you mean "benign"?',
  ],
  ['/heldOut/predictedRates/benign', 1.2, '/heldOut/predictedRates/benign (1.2): expected a share between 0 and 1'],
  [
    '/heldOut/predictedRates/benign',
    0.65,
    '/heldOut/predictedRates (1.02): expected shares that add up to 1, give or take 0.01',
  ],
  ['/classes', undefined, '/heldOut/predictedRates (an object): expected no such field without classes'],
])('%s = %j', (pointer, value, finding) => {
  expect(fault(changed(pointer, value))).toEqual(invalid(finding));
});

test.each([0.62, 0.64])('takes rates that were rounded (0.37 and %f)', (benign) => {
  expect(parseManifest(changed('/heldOut/predictedRates/benign', benign)).name).toBe('diagnosis');
});

test.each<[string, unknown[], string[], string | undefined]>([
  ['one column and two classes', ['batch', 1], ['no', 'yes'], undefined],
  ['one score a row and two classes', ['batch'], ['no', 'yes'], undefined],
  ['an open number of columns', ['batch', 'classes'], ['a', 'b', 'c'], undefined],
  ['three columns and three classes', ['batch', 3], ['a', 'b', 'c'], undefined],
  [
    'one column and three classes',
    ['batch', 1],
    ['a', 'b', 'c'],
    '/classes/names (a list of 3): expected 2 names, as one column scores the second of two for output "y" of shape [batch, 1]',
  ],
])('%s', (_, shape, names, finding) => {
  const manifest = {
    name: 'm',
    version: '1.0.0',
    signature: {
      inputs: [{ name: 'x', type: 'float32', shape: [1] }],
      outputs: [{ name: 'y', type: 'float32', shape }],
    },
    classes: { output: 'y', names },
  };
  const text = JSON.stringify(manifest);
  if (finding === undefined) expect(parseManifest(text).classes?.names).toEqual(names);
  else expect(fault(text)).toEqual(invalid(finding));
});

test('a positive class is for two classes only', () => {
  const manifest = {
    ...sound(),
    heldOut: undefined,
    classes: { output: 'probabilities', names: ['a', 'b', 'c'], positive: 'a' },
  };
  manifest.signature.outputs[0].shape = ['batch', 3];
  expect(fault(JSON.stringify(manifest))).toEqual(
    invalid('/classes/positive ("a"): expected no such field with 3 classes, only with two'),
  );
});

test('shows every fault at once', () => {
  expect(fault('{"name":"A","version":"1","signature":{"inputs":[]}}')).toEqual({
    code: 'ManifestInvalid',
    message: [
      'v1/model.json (4 faults): must have the format of a model package. correct these fields:',
      `/name ("A"): ${NAME}`,
      '/version ("1"): expected a semantic version, for example "1.4.0"',
      '/signature/outputs (missing): expected this field',
      '/signature/inputs (an empty list): expected a list with at least one item',
    ].join('\n  '),
  });
});

test.each(['null', '[]', '"text"', '7'])('refuses a document that is %s', (text) => {
  expect(fault(text).message).toMatch(/^v1\/model\.json \/ \(.+\): expected an object$/);
});
