import { parseJson } from '@inference-constructs/runtime/codec/json-text';
import { faultOf } from '../support/fault-of';

it('reads JSON, also behind a byte order mark', () => {
  expect(parseJson(Buffer.from('\ufeff{"a":[1,"[[["]}'))).toEqual({ a: [1, '[[['] });
});

it('takes brackets inside strings for text', () => {
  const text = `${'['.repeat(20_000)}\\"`;
  expect(parseJson(Buffer.from(JSON.stringify({ a: text })))).toEqual({ a: text });
});

it.each([
  ['nothing', Buffer.alloc(0), { error: 'The body is empty.', code: 'BodyInvalid', expected: 'JSON', got: 'nothing' }],
  [
    'half of it',
    Buffer.from('{"instances":[[1,'),
    { error: 'The body is not JSON.', code: 'BodyInvalid', expected: 'JSON', got: 'other text' },
  ],
  [
    'NaN',
    Buffer.from('{"instances":[[NaN]]}'),
    { error: 'The body is not JSON.', code: 'BodyInvalid', expected: 'JSON', got: 'other text' },
  ],
  [
    'other bytes',
    Buffer.of(0x22, 0xff, 0x22),
    { error: 'The body is not UTF-8.', code: 'BodyInvalid', expected: 'UTF-8', got: 'other bytes' },
  ],
  [
    'a million brackets',
    Buffer.alloc(1_000_000, '['),
    { error: 'The body is nested more than 64 deep.', code: 'BodyInvalid', expected: 'at most 64 levels', got: 'more' },
  ],
])('refuses %s', async (_, body, fault) => {
  expect(await faultOf(() => parseJson(body))).toEqual(fault);
  expect(() => parseJson(body)).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ isUnparsed: true }) }),
  );
});
