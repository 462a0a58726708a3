import { earlier, readDeadline } from '@inference-constructs/runtime/deadline';
import { faultOf } from '../support/fault-of';

const ARRIVAL = 1000;
const HEADER = 'x-inference-deadline-ms';
const ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';
const read = (headers: Record<string, string>) => readDeadline(headers, ARRIVAL);

it.each<[string, Record<string, string>, number | undefined]>([
  ['no header', {}, undefined],
  ['its header', { [HEADER]: '250' }, 1250],
  ['the longest time', { [HEADER]: '999999999' }, 1_000_000_999],
  ['attributes that hold nothing else', { [ATTRIBUTES]: 'deadline-ms=250' }, 1250],
  ['attributes among others, parted by semicolons', { [ATTRIBUTES]: 'trace=7; deadline-ms = 250 ;x=y' }, 1250],
  ['attributes among others, parted by commas', { [ATTRIBUTES]: 'a,deadline-ms=250,b' }, 1250],
  ['attributes with other names', { [ATTRIBUTES]: 'my-deadline-ms=250;deadline=3' }, undefined],
  ['attributes that are free text', { [ATTRIBUTES]: 'c000b4f9-df62-4c85-a0bf-7c525f9104a4' }, undefined],
  ['both: the header', { [HEADER]: '100', [ATTRIBUTES]: 'deadline-ms=250' }, 1100],
])('reads the deadline from %s', (_, headers, expected) => {
  expect(read(headers)).toBe(expected);
});

it('counts from now where it is read as the headers come', () => {
  const before = performance.now();
  const deadline = readDeadline({ [HEADER]: '1000' })!;
  expect(deadline).toBeGreaterThanOrEqual(before + 1000);
  expect(deadline).toBeLessThanOrEqual(performance.now() + 1000);
});

it.each([
  [HEADER, { [HEADER]: '' }],
  [HEADER, { [HEADER]: '0' }],
  [HEADER, { [HEADER]: '-5' }],
  [HEADER, { [HEADER]: '1.5' }],
  [HEADER, { [HEADER]: '1e3' }],
  [HEADER, { [HEADER]: '1000000000' }],
  [HEADER, { [HEADER]: '100, 200' }],
  ['deadline-ms', { [ATTRIBUTES]: 'deadline-ms=soon' }],
  ['deadline-ms', { [ATTRIBUTES]: 'deadline-ms=' }],
])('refuses a %s that is no number of milliseconds: %j', async (field, headers) => {
  expect(await faultOf(() => read(headers))).toEqual({
    error: 'The deadline is no number of milliseconds.',
    code: 'DeadlineInvalid',
    field,
    expected: 'an integer from 1 to 999999999',
    got: 'something else',
  });
});

it.each([
  [undefined, undefined, undefined],
  [1, undefined, 1],
  [undefined, 2, 2],
  [3, 2, 2],
])('takes the earlier of %p and %p', (one, other, expected) => {
  expect(earlier(one, other)).toBe(expected);
});
