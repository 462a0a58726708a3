import type { ModelManifest, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensor } from '@inference-constructs/runtime/engine/engine';
import { toAnswer } from '@inference-constructs/runtime/predict/answer';
import { JsonAnswer } from '@inference-constructs/runtime/predict/json-answer';

const manifest = (outputs: TensorSpec[], extra: Partial<ModelManifest> = {}): ModelManifest => ({
  name: 'fake',
  version: '1.0.0',
  signature: { inputs: [{ name: 'x', type: 'float32', shape: ['batch'] }], outputs },
  ...extra,
});
const float32 = (name: string): TensorSpec => ({ name, type: 'float32', shape: ['batch', 2] });
const tensor = (dims: number[], ...values: number[]): Tensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from(values),
});

it.each<[string, ModelManifest, Record<string, Tensor>]>([
  ['rows', manifest([float32('y')]), { y: tensor([2, 2], 0.1, -2, 1e-12, 3e20) }],
  ['what JSON cannot write', manifest([float32('y')]), { y: tensor([1, 4], NaN, Infinity, -0, -Infinity) }],
  ['a single number', manifest([float32('y')]), { y: tensor([], 0.25) }],
  ['no rows', manifest([float32('y')]), { y: tensor([0, 2]) }],
  ['empty rows', manifest([float32('y')]), { y: tensor([2, 0]) }],
  ['three axes', manifest([float32('y')]), { y: tensor([2, 1, 2], 1, 2, 3, 4) }],
  ['two outputs', manifest([float32('y'), float32('z')]), { y: tensor([1], 1), z: tensor([1], 2) }],
  [
    'every other type',
    manifest([float32('i'), float32('b'), { name: 's', type: 'string', shape: ['batch'] }, float32('h')]),
    {
      i: { type: 'int64', dims: [2], data: BigInt64Array.of(1n, 2n ** 60n) },
      b: { type: 'bool', dims: [2], data: Uint8Array.of(0, 1) },
      s: { type: 'string', dims: [1], data: ['a "b" \u2028'] },
      h: { type: 'float16', dims: [1], data: Uint16Array.of(0x3c00) },
    },
  ],
  [
    'classes, with names that need escapes',
    manifest([float32('"y"')], { name: 'ü', classes: { output: '"y"', names: ['a"', 'é'] } }),
    { '"y"': tensor([2, 2], 1, 2, 4, 3) },
  ],
])('writes %s as JSON.stringify would', (_, described, outputs) => {
  const classes = described.classes && [1, 0];
  const prediction = { outputs, rows: 1, classes, milliseconds: 1 };
  const { body, isAscii, ...rest } = new JsonAnswer(described).reply(prediction);
  expect(body).toBe(JSON.stringify(toAnswer(prediction, described)));
  expect(isAscii !== true || Buffer.byteLength(body) === body.length).toBe(true);
  expect(rest).toEqual({ status: 200, contentType: 'application/json' });
});
