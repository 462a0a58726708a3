import type { Dimension, ModelManifest, TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import type { GraphValue, OnnxGraph } from '@inference-constructs/core/out/model/onnx/model';
import { checkSignature } from '@inference-constructs/core/out/model/signature';
import { faultOf } from './support/faults';

const tensor = (name: string, shape: readonly Dimension[], type: TensorType = 'float32'): TensorSpec => ({
  name,
  type,
  shape,
});

const manifest = (inputs: readonly TensorSpec[], outputs: readonly TensorSpec[]): ModelManifest => ({
  name: 'm',
  version: '1.0.0',
  signature: { inputs, outputs },
});

const graph = (
  inputs: readonly GraphValue[],
  outputs: readonly GraphValue[],
  unservable: OnnxGraph['unservable'] = [],
): OnnxGraph => ({
  irVersion: 8,
  producer: '',
  opsets: { 'ai.onnx': 17 },
  inputs,
  outputs,
  unservable,
  opTypes: {},
  parameterCount: 0,
  parameterBytes: 0,
  externalFiles: [],
});

const x = tensor('x', ['batch', 3]);
const y = tensor('y', ['batch', 2]);

test.each<[string, TensorSpec, GraphValue]>([
  ['the same', x, x],
  ['another name for an open size', tensor('x', ['rows', 3]), x],
  ['a size where the graph leaves it open', tensor('x', [1, 3]), x],
  ['any shape where the graph says nothing', x, { ...tensor('x', []), shapeUnknown: true }],
])('accepts %s', (_, declared, value) => {
  expect(() => checkSignature(manifest([declared], [y]), graph([value], [y]))).not.toThrow();
});

test('outputs may be left out, and are then not served', () => {
  const outputs = [y, tensor('label', ['batch'], 'int64')];
  const unservable = [{ role: 'output', name: 'map', kind: 'sequence' }] as const;
  expect(() => checkSignature(manifest([x], [y]), graph([x], outputs, unservable))).not.toThrow();
});

const SERVED = 'only tensors of the types a signature knows can be served';

test.each<[string, ModelManifest, OnnxGraph, string]>([
  [
    'type',
    manifest([tensor('x', ['batch', 3], 'float64')], [y]),
    graph([x], [y]),
    'input "x": type float64, the graph has float32',
  ],
  [
    'rank',
    manifest([tensor('x', ['batch'])], [y]),
    graph([x], [y]),
    'input "x": shape [batch], the graph has [batch, 3]',
  ],
  [
    'size',
    manifest([x], [tensor('y', ['batch', 3])]),
    graph([x], [y]),
    'output "y": shape [batch, 3], the graph has [batch, 2]',
  ],
  [
    'open where fixed',
    manifest([x], [y]),
    graph([tensor('x', [1, 3])], [y]),
    'input "x": shape [batch, 3], the graph has [1, 3]',
  ],
  ['name of an input', manifest([x], [y]), graph([], [y]), 'input "x": the graph has no such input, only others'],
  [
    'name of an output',
    manifest([x], [tensor('probability', ['batch', 2])]),
    graph([x], [y, tensor('probabilities', ['batch', 2])]),
    'output "probability": the graph has no such output, only "y", "probabilities". did you mean "probabilities"?',
  ],
  [
    'an input too few',
    manifest([x], [y]),
    graph([x, tensor('mask', ['batch'], 'bool')], [y]),
    'input "mask": missing, the graph requires it (bool [batch])',
  ],
  [
    'an input too few, of any shape',
    manifest([x], [y]),
    graph([x, { ...tensor('z', []), shapeUnknown: true }], [y]),
    'input "z": missing, the graph requires it (float32 of any shape)',
  ],
  [
    'a declared output that cannot be served',
    manifest([x], [y]),
    graph([x], [], [{ role: 'output', name: 'y', kind: 'sequence' }]),
    `output "y": the graph has a sequence there, ${SERVED}`,
  ],
  [
    'an input that cannot be served',
    manifest([x], [y]),
    graph([x], [y], [{ role: 'input', name: 'z', kind: 'bfloat16' }]),
    `input "z": the graph requires a bfloat16, ${SERVED}`,
  ],
])('names a difference: %s', (_, declared, found, difference) => {
  expect(faultOf(() => checkSignature(declared, found, 'v1/model.json'))).toEqual({
    code: 'SignatureMismatch',
    message: `signature in v1/model.json (1 difference): must be that of model.onnx. correct it or export the model again:\n  ${difference}`,
  });
});

test('names all differences at once', () => {
  const declared = manifest([tensor('x', [30], 'int64')], [tensor('z', ['batch', 2])]);
  expect(faultOf(() => checkSignature(declared, graph([x, tensor('m', [])], [y]))).message).toBe(
    [
      'signature in model.json (4 differences): must be that of model.onnx. correct it or export the model again:',
      'input "x": type int64, the graph has float32',
      'input "x": shape [30], the graph has [batch, 3]',
      'input "m": missing, the graph requires it (float32 [])',
      'output "z": the graph has no such output, only "y". did you mean "y"?',
    ].join('\n  '),
  );
});
