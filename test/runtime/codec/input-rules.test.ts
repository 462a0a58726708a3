import * as fc from 'fast-check';
import type { ModelManifest, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { toFloat16 } from '@inference-constructs/runtime/codec/float16';
import { InputRules } from '@inference-constructs/runtime/codec/input-rules';
import { JsonScanner } from '@inference-constructs/runtime/codec/json-scanner';
import { toNpy } from '@inference-constructs/runtime/codec/npy-array';
import { readInferRequest } from '@inference-constructs/runtime/codec/open-inference/request';
import { splitBody } from '@inference-constructs/runtime/codec/open-inference/body';
import type { Tensor, TensorData, Tensors } from '@inference-constructs/runtime/engine/engine';
import { FORMATS } from '@inference-constructs/runtime/predict/formats';
import { faultOf } from '../support/fault-of';
import { withBinary } from '../support/binary-body';

const FEATURES = ['age', 'income', 'region'];
const input = (rules: Partial<TensorSpec>, type: TensorSpec['type'] = 'float32'): TensorSpec => ({
  name: 'x',
  type,
  shape: ['batch', 3],
  features: FEATURES,
  ...rules,
});
const signature = (...inputs: TensorSpec[]): ModelManifest['signature'] => ({ inputs, outputs: [] });
const tensor = (type: TensorSpec['type'], data: TensorData): Tensors => ({
  x: { type, dims: [data.length / 3, 3], data },
});

function check(spec: TensorSpec, tensors: Tensors): object | undefined {
  return InputRules.for(signature(spec))?.faultOf(tensors)?.body();
}

it('is nothing for a model without rules', () => {
  expect(InputRules.for(signature(input({ missing: 'allowed' })))).toBeUndefined();
});

it.each<[string, TensorSpec, TensorData, object]>([
  [
    'above a range',
    input({ ranges: { age: { min: 0, max: 120 } } }),
    Float32Array.of(1, 999, 3, 121, 5, 6),
    {
      error: "Feature 'age' in row 1: expected a number from 0 to 120, got a number above.",
      code: 'OutOfRange',
      field: 'age',
      expected: 'a number from 0 to 120',
      got: 'a number above',
    },
  ],
  [
    'below a range',
    input({ ranges: { income: { min: 0.5 } } }, 'float64'),
    Float64Array.of(-1, 0.4, -1),
    {
      error: "Feature 'income' in row 0: expected a number of at least 0.5, got a number below.",
      code: 'OutOfRange',
      field: 'income',
      expected: 'a number of at least 0.5',
      got: 'a number below',
    },
  ],
  [
    'no category',
    input({ categories: { region: [1, 2] } }, 'int64'),
    BigInt64Array.of(7n, 7n, 3n),
    {
      error: "Feature 'region' in row 0: expected one of 1, 2, got another value.",
      code: 'CategoryUnknown',
      field: 'region',
      expected: 'one of 1, 2',
      got: 'another value',
    },
  ],
  [
    'no category of an input without features',
    input({ features: undefined, categories: ['a', 'b'] }, 'string'),
    ['a', 'b', 'a', 'a', 'secret', 'b'],
    {
      error: "Input 'x' in row 1: expected one of 'a', 'b', got another value.",
      code: 'CategoryUnknown',
      field: 'x',
      expected: "one of 'a', 'b'",
      got: 'another value',
    },
  ],
  [
    'above a range of 64-bit integers',
    input({ features: undefined, ranges: { max: 5 } }, 'uint64'),
    BigUint64Array.of(5n, 2n ** 60n, 0n),
    {
      error: "Input 'x' in row 0: expected a number of at most 5, got a number above.",
      code: 'OutOfRange',
      field: 'x',
      expected: 'a number of at most 5',
      got: 'a number above',
    },
  ],
  [
    'above a range of half floats',
    input({ features: undefined, ranges: { min: -1, max: 1 } }, 'float16'),
    Uint16Array.from([1, -1, 1.001], toFloat16),
    {
      error: "Input 'x' in row 0: expected a number from -1 to 1, got a number above.",
      code: 'OutOfRange',
      field: 'x',
      expected: 'a number from -1 to 1',
      got: 'a number above',
    },
  ],
])('refuses a value %s', (_, spec, data, fault) => {
  expect(check(spec, tensor(spec.type, data))).toEqual({ ...fault, retryAfter: undefined });
});

it.each<[string, TensorSpec, TensorData]>([
  ['bounds', input({ ranges: { age: { min: 0, max: 0.1 } } }), Float32Array.of(0.1, 9, 9, 0, 9, 9)],
  ['categories that are rounded', input({ categories: { age: [0.1] } }), Float32Array.of(0.1, 9, 9)],
  [
    'what is missing',
    input({ ranges: { age: { min: 0 } }, categories: { region: [1] } }),
    Float32Array.of(NaN, 9, NaN),
  ],
  ['half floats', input({ categories: { age: [0.1] } }, 'float16'), Uint16Array.from([0.1, 9, 9], toFloat16)],
  ['columns without a rule', input({ ranges: { age: { max: 1 } } }, 'int8'), Int8Array.of(1, 100, 100)],
])('lets %s through', (_, spec, data) => {
  expect(check(spec, tensor(spec.type, data))).toBeUndefined();
});

describe('a request', () => {
  const spec = input({
    missing: ['age', 'region'],
    ranges: { age: { min: 0, max: 120 }, income: { min: -1 } },
    categories: { region: [1, 2, 3] },
  });
  const declared = signature(spec);
  const rules = InputRules.for(declared)!;

  type Row = readonly number[];
  const json = (rows: readonly Row[]): string => JSON.stringify(rows);
  const float32 = (rows: readonly Row[]): Float32Array => Float32Array.from(rows.flat());
  const bytes = (data: Float32Array): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const dims = (rows: readonly Row[]): number[] => [rows.length, 3];
  const float64 = (rows: readonly Row[]): Tensor => ({
    type: 'float64',
    dims: dims(rows),
    data: Float64Array.from(rows.flat()),
  });
  const infer = (parts: object, rows: readonly Row[], ...binary: Buffer[]): Tensors => {
    const x = { name: 'x', datatype: 'FP32', shape: dims(rows), ...parts };
    const [body, size] = withBinary({ inputs: [x] }, ...binary);
    return readInferRequest(splitBody(body, size), declared).inputs;
  };
  const read = (type: keyof typeof FORMATS, body: string | Buffer): Tensors =>
    FORMATS[type].read(Buffer.from(body as string), declared);

  /** The same table in every way to write it. */
  const WRITERS: Readonly<Record<string, (rows: readonly Row[]) => Tensors>> = {
    JSON: (rows) => read('application/json', `{"instances":${json(rows)}}`),
    'JSON, scanned': (rows) => {
      const body = Buffer.from(`{"inputs":{"x":${json(rows)}}}`);
      return JsonScanner.for(declared)?.scan(body) ?? read('application/json', body);
    },
    'named rows': (rows) =>
      read(
        'application/json',
        JSON.stringify({
          instances: rows.map((row) => Object.fromEntries(FEATURES.map((name, column) => [name, row[column]]))),
        }),
      ),
    'JSON Lines': (rows) => read('application/jsonlines', rows.map((row) => JSON.stringify(row)).join('\n')),
    CSV: (rows) =>
      read('text/csv', rows.map((row) => row.map((value) => (Number.isNaN(value) ? '' : value)).join(',')).join('\n')),
    npy: (rows) => read('application/x-npy', toNpy({ type: 'float32', dims: dims(rows), data: float32(rows) })),
    'npy of doubles': (rows) => read('application/x-npy', toNpy(float64(rows))),
    raw: (rows) => read('application/octet-stream', bytes(float32(rows))),
    'Open Inference, nested': (rows) => infer({ data: rows }, rows),
    'Open Inference, flat': (rows) => infer({ data: rows.flat() }, rows),
    'Open Inference, binary': (rows) => {
      const binary = bytes(float32(rows));
      return infer({ parameters: { binary_data_size: binary.length } }, rows, binary);
    },
  };

  const value = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, 2, 3) },
    { weight: 2, arbitrary: fc.constant(Number.NaN) },
    fc.float({ min: -2, max: 130, noNaN: true }),
  );
  const table = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 5 });

  it('gets the same tensor or the same fault in every format', async () => {
    const outcome = async (write: (rows: readonly Row[]) => Tensors, rows: readonly Row[]): Promise<unknown> => {
      let tensors: Tensors;
      try {
        tensors = write(rows);
      } catch {
        const { got, error, ...fault } = await faultOf(() => write(rows));
        // What is missing is null in one format and NaN in another: the one thing that may differ.
        return { ...fault, error: error.replace(String(got), '…') };
      }
      return rules.faultOf(tensors)?.body() ?? Array.from(tensors.x.data as Float32Array);
    };
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const outcomes = await Promise.all(Object.values(WRITERS).map((write) => outcome(write, rows)));
        outcomes.forEach((other) => expect(other).toEqual(outcomes[0]));
      }),
      { numRuns: 300 },
    );
  });

  it.each(Object.keys(WRITERS))('may leave out what may be missing: %s', (name) => {
    const { x } = WRITERS[name]([
      [Number.NaN, 5, 1],
      [7, 6, Number.NaN],
    ]);
    expect(Array.from(x.data as Float32Array)).toEqual([Number.NaN, 5, 1, 7, 6, Number.NaN]);
  });

  it.each(Object.keys(WRITERS))('may leave out nothing else: %s', async (name) => {
    expect(await faultOf(() => WRITERS[name]([[1, Number.NaN, 1]]))).toMatchObject({
      code: 'NotFinite',
      field: 'income',
      expected: 'finite number',
    });
  });

  it.each(['raw', 'npy', 'npy of doubles', 'Open Inference, binary'])('holds no infinity: %s', async (name) => {
    expect(await faultOf(() => WRITERS[name]([[Infinity, 1, 1]]))).toMatchObject({ code: 'NotFinite', field: 'age' });
  });

  it('may spell NaN in CSV, as numpy does', () => {
    expect(read('text/csv', 'nan,1,NaN\n').x.data).toEqual(Float32Array.of(Number.NaN, 1, Number.NaN));
  });

  it('is scanned where it leaves out what may be missing', () => {
    const scanned = JsonScanner.for(declared)?.scan(Buffer.from('{"instances":[[ null ,1,2],[null,1,null]]}'));
    expect(scanned?.x.data).toEqual(Float32Array.of(Number.NaN, 1, 2, Number.NaN, 1, Number.NaN));
  });

  it.each(['null.5', 'null5', 'nulle1', '-null', 'nul', 'nulL', 'nan', 'null null', 'null.'])(
    'is left to the general reader where it says %s',
    (text) => {
      expect(JsonScanner.for(declared)?.scan(Buffer.from(`{"instances":[[${text},1,2]]}`))).toBeUndefined();
    },
  );

  it('of half floats may leave out what may be missing', () => {
    const half = signature(input({ missing: 'allowed' }, 'float16'));
    expect(FORMATS['application/json'].read(Buffer.from('{"instances":[[null,1,2]]}'), half).x.data).toEqual(
      Uint16Array.of(0x7e00, 0x3c00, 0x4000),
    );
    const raw = Buffer.from(Uint16Array.of(0x7e01, 0x3c00, 0x4000).buffer);
    expect(FORMATS['application/octet-stream'].read(raw, half).x.data).toEqual(Uint16Array.of(0x7e01, 0x3c00, 0x4000));
  });
});
