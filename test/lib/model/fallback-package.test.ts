import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { checkOpsets } from '@inference-constructs/core/out/serving/model-opset';
import { functionFiles } from '@inference-constructs/core/out/serving/function-code';
import { faultOf } from './support/faults';
import { GOLDEN, MANIFEST, writePackage } from './support/packages';
import { model, SMALL, value } from './support/onnx-builder';

const withFallback = JSON.stringify({ ...MANIFEST, fallback: { model: 'simple' } });
const simple = (manifest: object = MANIFEST, onnx = model()) => ({
  'model.json': withFallback,
  'simple/model.onnx': onnx,
  'simple/model.json': JSON.stringify({ ...manifest, name: 'simple' }),
  'simple/golden.jsonl': GOLDEN,
});

test('a fallback is part of the package: of its files, its digest and the code of a function', () => {
  const directory = writePackage(simple());
  const loaded = loadModelPackage(directory);
  const files = [
    'golden.jsonl',
    'model.json',
    'model.onnx',
    ...['golden.jsonl', 'model.json', 'model.onnx'].map((name) => `simple/${name}`),
  ];
  expect(loaded.files.map((file) => file.path)).toEqual(files);
  expect(functionFiles([], loaded).map((file) => file.path)).toEqual(files.map((name) => `model/${name}`));
  fs.appendFileSync(path.join(directory, 'simple', 'golden.jsonl'), GOLDEN);
  expect(loadModelPackage(directory).digest).not.toBe(loaded.digest);
});

test('that is newer than the runtime is refused as the model would be', () => {
  const loaded = loadModelPackage(writePackage(simple(MANIFEST, model(SMALL, 14))));
  expect(() => checkOpsets(loaded)).toThrow(
    new Error(
      'IR version of the fallback of small (14): at most 13 in onnxruntime 1.30.0, which the runtime has. export the model with an older version of onnx',
    ),
  );
});

test('may call what varies by another name', () => {
  const inputs = [{ ...MANIFEST.signature.inputs[0], shape: ['n', 3] }];
  const outputs = [{ ...MANIFEST.signature.outputs[0], shape: ['n', 2] }];
  expect(() => loadModelPackage(writePackage(simple({ ...MANIFEST, signature: { inputs, outputs } })))).not.toThrow();
});

const COLUMNS = { ...SMALL, inputs: [value('x', ['batch', 'columns'])], outputs: [value('z', ['batch', 'columns'])] };

test.each<[string, Record<string, string | Buffer | undefined>, string, string]>([
  [
    'that is not there',
    { 'model.json': withFallback },
    'ModelPackageMissing',
    'DIR/simple (missing): a model package is a directory with model.onnx and model.json. correct the path; a relative one counts from the working directory',
  ],
  ['without a graph', { ...simple(), 'simple/model.onnx': undefined }, 'ModelFileMissing', 'DIR/simple/model.onnx'],
  [
    'with another signature',
    {
      ...simple(
        {
          ...MANIFEST,
          signature: {
            inputs: [{ name: 'x', type: 'float32', shape: ['batch', 4] }],
            outputs: [{ name: 'z', type: 'float32', shape: ['batch', 2] }],
          },
        },
        model(COLUMNS),
      ),
      'simple/golden.jsonl': undefined,
    },
    'FallbackInvalid',
    'signature in DIR/simple/model.json (3 differences): must be that of the package it answers for. export the model with that signature:\n' +
      '  input "x": float32 [*, 4], must be float32 [*, 3]\n' +
      '  output "y": missing\n' +
      '  output "z": the package it answers for has no such output',
  ],
  [
    'with other features',
    simple({
      ...MANIFEST,
      signature: { ...MANIFEST.signature, inputs: [{ ...MANIFEST.signature.inputs[0], features: ['a', 'b', 'c'] }] },
    }),
    'FallbackInvalid',
    'signature in DIR/simple/model.json (1 difference): must be that of the package it answers for. export the model with that signature:\n' +
      '  input "x": other features, or in another order',
  ],
  [
    'with a fallback of its own',
    simple({ ...MANIFEST, fallback: { outputs: { y: [0, 1] } } }),
    'FallbackInvalid',
    'DIR/simple/model.json /fallback (a fallback): a fallback has none of its own. remove it',
  ],
])('refuses a fallback %s', (_, files, code, message) => {
  const directory = writePackage(files);
  const fault = faultOf(() => loadModelPackage(directory));
  expect([fault.code, fault.message.split(directory).join('DIR')]).toEqual([code, expect.stringContaining(message)]);
});
