import { readBinary } from '@inference-constructs/runtime/codec/binary';
import { faultOf } from '../support/fault-of';

const FEATURES = { name: 'features', type: 'float32', shape: ['batch', 7] } as const;
const bytesOf = (values: ArrayLike<number>) => Buffer.from(Float32Array.from(values).buffer);

it.each([0, 3, 4, 6])('finds what is no finite number at position %i', async (position) => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const values = [1, -2, 3, -4, 5, -6, 7];
    values[position] = value;
    expect(await faultOf(() => readBinary(bytesOf(values), FEATURES, [1, 7]))).toMatchObject({ code: 'NotFinite' });
  }
});

it('takes infinities that cancel out for what they are', async () => {
  const read = () => readBinary(bytesOf([Infinity, -Infinity, 0, 0, 0, 0, 0]), FEATURES, [1, 7]);
  expect(await faultOf(read)).toMatchObject({ code: 'NotFinite' });
});

it('takes finite doubles whose sum is not', () => {
  const values = Float64Array.of(1e308, 1e308, 1e308, 1e308, 1e308, 1e308, 1e308);
  const { data } = readBinary(Buffer.from(values.buffer), { ...FEATURES, type: 'float64' }, [1, 7]);
  expect(data).toEqual(values);
});

it('copies bytes that share their memory with others, at whatever offset', () => {
  const memory = Buffer.concat([Buffer.of(0xff), bytesOf([1, 2, 3, 4, 5, 6, 7])]);
  const { data } = readBinary(memory.subarray(1), FEATURES, [1, 7]);
  memory.fill(0);
  expect(data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 7));
});

it('looks at bytes that have memory of their own', () => {
  const bytes = bytesOf([1, 2, 3, 4, 5, 6, 7]);
  expect(readBinary(bytes, FEATURES, [1, 7]).data.length).toBe(7);
  expect((readBinary(bytes, FEATURES, [1, 7]).data as Float32Array).buffer).toBe(bytes.buffer);
});
