import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { faultOf } from './support/faults';
import { external, message, model, node, SMALL, value } from './support/onnx-builder';
import { MANIFEST, temporaryDirectory, writePackage } from './support/packages';

const FIXTURES = path.join(__dirname, '../../fixtures');
const EXAMPLES = path.join(__dirname, '../../../examples/diagnosis/models');
const fault = (directory: string) => {
  const { code, message: text } = faultOf(() => loadModelPackage(directory));
  return { code, message: text.split(directory).join('DIR') };
};

test('reads a sound package', () => {
  const directory = writePackage({ 'notes/card.md': '# card', '.DS_Store': 'x' });
  const loaded = loadModelPackage(directory);
  expect(loaded).toMatchObject({ directory, manifest: MANIFEST, goldenCases: 1 });
  expect(loaded.files.map((file) => file.path)).toEqual(['golden.jsonl', 'model.json', 'model.onnx', 'notes/card.md']);
  expect(loaded.bytes).toBe(loaded.files.reduce((sum, file) => sum + fs.statSync(file.source).size, 0));
  expect(loaded.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('does without recorded answers', () => {
  expect(loadModelPackage(writePackage({ 'golden.jsonl': undefined })).goldenCases).toBe(0);
});

test('takes a relative path from the working directory', () => {
  const directory = writePackage();
  const relative = path.relative(process.cwd(), directory);
  expect(loadModelPackage(relative)).toEqual(loadModelPackage(directory));
});

test('calls files the way the user called the directory', () => {
  const relative = path.relative(process.cwd(), writePackage({ 'model.onnx': '' }));
  expect(faultOf(() => loadModelPackage(relative)).message).toBe(
    `${relative}/model.onnx (0 bytes): ends before the model in it is complete. copy or export it again`,
  );
});

test.each(['v1', 'v2', 'v3'])('reads the example %s', (name) => {
  const { graph, manifest, goldenCases } = loadModelPackage(path.join(EXAMPLES, name));
  expect(graph.inputs).toEqual([{ name: 'features', type: 'float32', shape: ['batch', 30] }]);
  expect(manifest.signature.inputs[0].features).toHaveLength(30);
  expect(goldenCases).toBeGreaterThan(0);
});

test.each([
  ['external-data', ['float32 [batch, 4]'], ['float32 [batch, 1]'], ['model.data']],
  ['two-inputs', ['float32 [batch, 3]', 'int64 [batch]'], ['float32 [batch]'], []],
  ['slow-loop', ['int64 [batch]'], ['float32 [batch]'], []],
])('reads what other tools wrote: %s', (name, inputs, outputs, externalFiles) => {
  const { graph } = loadModelPackage(path.join(FIXTURES, name));
  const described = (values: readonly TensorSpec[]) => values.map(({ type, shape }) => `${type} [${shape.join(', ')}]`);
  expect([described(graph.inputs), described(graph.outputs), graph.externalFiles]).toEqual([
    inputs,
    outputs,
    externalFiles,
  ]);
});

test.each(['bool', 'float16', 'float64', 'int64', 'string'])('reads a model of type %s', (type) => {
  expect(loadModelPackage(path.join(FIXTURES, 'dtypes', type)).graph.inputs[0].type).toBe(type);
});

test('counts the operators in the body of a loop', () => {
  const { opTypes } = loadModelPackage(path.join(FIXTURES, 'slow-loop')).graph;
  expect(opTypes).toMatchObject({ Loop: 1, MatMul: 1, Tanh: 1 });
});

test.each<[string, Record<string, string | Buffer | undefined>, { code: string; message: string }]>([
  [
    'no model.json',
    { 'model.json': undefined },
    {
      code: 'ManifestMissing',
      message: 'DIR/model.json (missing): a model package needs it. write one with name, version and signature',
    },
  ],
  [
    'a directory called model.json',
    { 'model.json': undefined, 'model.json/x': '' },
    { code: 'ManifestInvalid', message: 'DIR/model.json (EISDIR): must be a readable file. check that it is one' },
  ],
  [
    'a faulty model.json',
    { 'model.json': JSON.stringify({ ...MANIFEST, name: 'S' }) },
    {
      code: 'ManifestInvalid',
      message:
        'DIR/model.json /name ("S"): expected lower-case letters, digits and hyphens, at most 40, for example "churn-2"',
    },
  ],
  [
    'no model.onnx',
    { 'model.onnx': undefined },
    {
      code: 'ModelFileMissing',
      message: 'DIR/model.onnx (missing): a model package holds model.onnx. export it there',
    },
  ],
  [
    'a model.onnx that was cut off',
    { 'model.onnx': model().subarray(0, 40) },
    {
      code: 'ModelFileTruncated',
      message: 'DIR/model.onnx (40 bytes): ends before the model in it is complete. copy or export it again',
    },
  ],
  [
    'another signature',
    { 'model.onnx': model({ ...SMALL, inputs: [value('x', ['batch', 4])] }) },
    {
      code: 'SignatureMismatch',
      message:
        'signature in DIR/model.json (1 difference): must be that of model.onnx. correct it or export the model again:\n' +
        '  input "x": shape [batch, 3], the graph has [batch, 4]',
    },
  ],
  [
    'no external data',
    { 'model.onnx': model({ ...SMALL, initializers: [external('w', [3], { location: 'w.bin' })] }) },
    {
      code: 'ExternalDataMissing',
      message: 'w.bin (missing): tensor "w" of DIR/model.onnx keeps its data there. put the file beside the model',
    },
  ],
  [
    'hidden external data',
    {
      'model.onnx': model({ ...SMALL, initializers: [external('w', [3], { location: '.w' })] }),
      '.w': Buffer.alloc(12),
    },
    {
      code: 'ExternalDataMissing',
      message: '.w (hidden): names that begin with a dot are not packed. rename it and export DIR/model.onnx again',
    },
  ],
  [
    'a faulty recorded answer',
    { 'golden.jsonl': '{"inputs":{"x":[[1,2]]},"outputs":{"y":[[0,1]]}}' },
    {
      code: 'GoldenInvalid',
      message: 'DIR/golden.jsonl line 1 /inputs/x/0 (a list of 2): expected 3 items, by shape [batch, 3]',
    },
  ],
])('names %s', (_, files, expected) => {
  expect(fault(writePackage(files))).toEqual(expected);
});

test.each([
  ['missing', 'nowhere'],
  ['not a directory', 'model.onnx'],
])('names a package that is %s', (finding, name) => {
  const directory = path.join(writePackage(), name);
  expect(fault(directory)).toEqual({
    code: 'ModelPackageMissing',
    message:
      `DIR (${finding}): a model package is a directory with model.onnx and model.json. ` +
      'correct the path; a relative one counts from the working directory',
  });
});

test('refuses a .onnx file that onnxruntime could not read', () => {
  const size = 2 ** 31;
  const directory = writePackage();
  const rest = Buffer.from([0xfa, 0x3f, ...[0x80, 0x80, 0x80, 0x80, 0x08]]); // field 1023, 2 GiB long
  const file = path.join(directory, 'model.onnx');
  fs.writeFileSync(file, Buffer.concat([model(), rest]));
  fs.truncateSync(file, model().length + rest.length + size);
  expect(fault(directory)).toEqual({
    code: 'ModelFileTooLarge',
    message:
      `DIR/model.onnx (${model().length + rest.length + size} bytes): onnxruntime reads at most 2147483647 bytes ` +
      'from a .onnx file. export the weights as external data',
  });
});

test('refuses more recorded answers than a start can check', () => {
  const directory = writePackage();
  fs.truncateSync(path.join(directory, 'golden.jsonl'), 64 * 1024 * 1024 + 1);
  expect(fault(directory).message).toBe(
    'DIR/golden.jsonl (67108865 bytes): at most 67108864 bytes are checked at every start. keep fewer cases',
  );
});

test('counts external data into the digest', () => {
  const initializers = [external('w', [3], { location: 'w.bin' })];
  const files = {
    'model.onnx': model({ ...SMALL, nodes: [node('Gemm', [message(5, Buffer.from([8, 0]))])], initializers }),
  };
  const zeros = loadModelPackage(writePackage({ ...files, 'w.bin': Buffer.alloc(12) }));
  const ones = loadModelPackage(writePackage({ ...files, 'w.bin': Buffer.alloc(12, 1) }));
  expect(zeros.graph.externalFiles).toEqual(['w.bin']);
  expect(zeros.digest).not.toBe(ones.digest);
});

test('an empty directory is no package', () => {
  expect(fault(temporaryDirectory()).code).toBe('ManifestMissing');
});
