import type { Signature, TensorType } from '@inference-constructs/core/out/model/manifest';
import type { AnswerForm, Form } from '@inference-constructs/runtime/predict/form';
import { isLongToRead, isLongToWrite } from '@inference-constructs/runtime/predict/large';

const signature = (type: TensorType): Signature => ({
  inputs: [{ name: 'x', type, shape: ['batch', 2] }],
  outputs: [{ name: 'y', type, shape: ['batch', 2] }],
});
const invocations = (type: (Form & { kind: 'invocations' })['type']): Form => ({
  kind: 'invocations',
  type,
  answer: 'application/json',
});
const infer = (headerSize?: string): Form => ({ kind: 'open-inference', headerSize, sizeIn: 'header' });
const npy = (descr: string, order = 'False'): string =>
  `\x93NUMPY\x01\x00\x80\x00${`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (1, 2), }`.padEnd(128)}`;

const KIB = 1024;
const MIB = 1024 * KIB;

it.each<[string, Form, TensorType, number, string?]>([
  ['CSV', invocations('text/csv'), 'float32', 32 * KIB],
  ['JSON Lines', invocations('application/jsonlines'), 'float32', 32 * KIB],
  ['KServe v1', { kind: 'kserve-v1' }, 'float32', 32 * KIB],
  ['the Open Inference Protocol', infer(), 'float32', 32 * KIB],
  ['the same with a little JSON', infer('100'), 'float32', MIB],
  ['the same with much JSON', infer(String(33 * KIB)), 'float32', 32 * KIB],
  ['the same with a size that is none', infer('x'), 'float32', MIB],
  ['bytes', invocations('application/octet-stream'), 'float32', MIB],
  ['bytes that are looked at one by one', invocations('application/octet-stream'), 'float16', 32 * KIB],
  ['strings behind JSON', infer('100'), 'string', 32 * KIB],
  ['an array as it is wanted', invocations('application/x-npy'), 'float32', MIB, npy('<f4')],
  ['an array of another type', invocations('application/x-npy'), 'float32', 32 * KIB, npy('<f8')],
  ['an array in another order', invocations('application/x-npy'), 'float32', 32 * KIB, npy('<f4', 'True')],
  ['what is no array', invocations('application/x-npy'), 'float32', MIB, 'x'],
])('reads %s at once up to its size and no more', (...[, form, type, most, start = '']) => {
  const bodies = [most, most + 1].map((size) => Buffer.from(start.padEnd(size), 'latin1'));
  expect(bodies.map((body) => isLongToRead(form, body, signature(type)))).toEqual([false, true]);
});

const wanted = (isBinary: boolean): AnswerForm => ({
  kind: 'open-inference',
  sizeIn: 'header',
  wanted: [{ name: 'y', isBinary }],
});
const ELEMENTS = 4096;

it.each<[string, AnswerForm, TensorType, boolean]>([
  ['JSON', { kind: 'invocations', type: 'application/json' }, 'float32', true],
  ['CSV', { kind: 'invocations', type: 'text/csv' }, 'float32', true],
  ['bytes', { kind: 'invocations', type: 'application/octet-stream' }, 'float32', false],
  ['an array', { kind: 'invocations', type: 'application/x-npy' }, 'float32', false],
  ['an array of strings', { kind: 'invocations', type: 'application/x-npy' }, 'string', true],
  ['JSON of the Open Inference Protocol', wanted(false), 'float32', true],
  ['bytes behind JSON', wanted(true), 'float32', false],
  ['KServe v1', { kind: 'kserve-v1' }, 'float32', true],
])('knows whether %s of many elements takes long to write', (_, answer, type, isLong) => {
  const prediction = (length: number) => {
    const data = type === 'string' ? new Array<string>(length).fill('') : new Float32Array(length);
    return { outputs: { y: { type, dims: [length], data } }, rows: length, milliseconds: 1 };
  };
  expect([ELEMENTS, ELEMENTS + 1].map((length) => isLongToWrite(answer, prediction(length)))).toEqual([false, isLong]);
});
