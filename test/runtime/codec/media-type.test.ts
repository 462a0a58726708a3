import { chooseAnswerType, readContentType } from '@inference-constructs/runtime/codec/media-type';
import { faultOf } from '../support/fault-of';

it.each([
  ['application/json', 'application/json'],
  ['Application/JSON; charset=UTF-8', 'application/json'],
  ['application/x-ndjson', 'application/jsonlines'],
  ['application/x-npy', 'application/x-npy'],
  ['text/csv;charset="utf-8"; header=absent', 'text/csv'],
])('takes %s', (header, type) => {
  expect(readContentType(header)).toBe(type);
});

const expected = 'application/json, application/jsonlines, text/csv, application/x-npy or application/octet-stream';
it.each([
  [undefined, `The request has no content type: expected ${expected}.`, expected, 'nothing'],
  ['', `The request has no content type: expected ${expected}.`, expected, 'nothing'],
  ['text/html', `The content type is not known here: expected ${expected}.`, expected, 'another type'],
  ['application/jsonx', `The content type is not known here: expected ${expected}.`, expected, 'another type'],
  ['text/csv; charset=latin1', 'The charset is not known here: expected utf-8.', 'charset utf-8', 'another charset'],
])('refuses %p', async (header, error, wanted, got) => {
  expect(await faultOf(() => readContentType(header))).toEqual({
    error,
    code: 'ContentTypeUnknown',
    field: 'content-type',
    expected: wanted,
    got,
  });
});

it.each([
  [undefined, 'text/csv'],
  ['*/*', 'text/csv'],
  ['application/json', 'application/json'],
  ['text/html, application/json;q=0.9, text/csv', 'application/json'],
  ['text/csv', 'text/csv'],
  ['application/json;q=0, application/x-npy', 'application/x-npy'],
] as const)('answers CSV to Accept %p with %s', (accept, type) => {
  expect(chooseAnswerType(accept, 'text/csv')).toBe(type);
});
