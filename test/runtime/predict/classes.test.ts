import { classify } from '@inference-constructs/runtime/predict/classes';
import { faultOf } from '../support/fault-of';

const two = { output: 'p', names: ['no', 'yes'] };
const three = { output: 'p', names: ['a', 'b', 'c'] };
const scores = (dims: number[], ...values: number[]) =>
  ({ type: 'float32', dims, data: Float32Array.from(values) }) as const;

it.each([
  ['the highest of several columns', three, scores([2, 3], 0.1, 0.7, 0.2, 5, -1, 4), [1, 0]],
  ['the first of equal ones', three, scores([1, 3], 1, 1, 1), [0]],
  ['a score of the second class, from one half on', two, scores([3, 1], 0.5, 0.4999, 0.9), [1, 0, 1]],
  ['the same without a column axis', two, scores([2], 0.2, 0.8), [0, 1]],
])('%s', (_, classes, tensor, expected) => {
  expect(classify(tensor, classes)).toEqual(expected);
});

it.each([
  ['a score that is no number', three, scores([1, 3], 1, NaN, 0)],
  ['columns that are not the classes', three, scores([1, 2], 1, 0)],
])('%s is a failure of the model', async (_, classes, tensor) => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await faultOf(() => classify(tensor, classes))).toEqual({
    error: 'The model failed on this request.',
    code: 'ModelFailed',
  });
  stderr.mockRestore();
});
