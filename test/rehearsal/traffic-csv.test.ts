import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { requestsFor } from '@inference-constructs/rehearsal/traffic/traffic-for';
import { csvCells } from '@inference-constructs/rehearsal/traffic/csv-cells';
import { readTrafficFile } from '@inference-constructs/rehearsal/traffic/traffic-file';
import { temporaryFolder } from './support/assembly';

const folder = temporaryFolder();
let files = 0;

function file(text: string): string {
  const name = join(folder, `${files++}.csv`);
  writeFileSync(name, text);
  return name;
}

const input = (more: Partial<TensorSpec> = {}): TensorSpec => ({
  name: 'x',
  type: 'float32',
  shape: ['batch', 2],
  ...more,
});
const withNames = input({ features: ['age', 'income'] });
const rowsOf = (text: string, spec: TensorSpec) =>
  readTrafficFile(file(text), [spec]).requests.map(({ body }) => (body as { instances: unknown[] }).instances);

describe('rows of CSV', () => {
  test.each<[string, string, TensorSpec, unknown[]]>([
    ['no header', '1,2\r\n\r\n3,-4e1\n', input(), [[[1, 2]], [[3, -40]]]],
    ['no header, though the input has names', '1,2', withNames, [[[1, 2]]]],
    ['a header in another order', 'income,age\n1,2', withNames, [[[2, 1]]]],
    ['a header of an input without names', 'a,b\n1,2', input(), [[[1, 2]]]],
    ['missing values', 'age,income\n,nan', withNames, [[[null, null]]]],
    [
      'whole numbers beyond the reach of a double',
      '9007199254740993,1',
      input({ type: 'int64' }),
      [[['9007199254740993', '1']]],
    ],
    ['truths', 'true,0', input({ type: 'bool' }), [[[true, false]]]],
    ['texts, of which the first line is one', 'a,"b ""c"", d"', input({ type: 'string' }), [[['a', 'b "c", d']]]],
    ['one axis', '5\n6', input({ shape: ['batch'] }), [[5], [6]]],
    ['a feature that is called time', 'time,b\n1,2', input({ features: ['time', 'b'] }), [[[1, 2]]]],
  ])('%s', (_, text, spec, rows) => expect(rowsOf(text, spec)).toEqual(rows));

  test.each<[string, TensorSpec, string]>([
    ['seconds', withNames, 'age,time,income\n1,10,2\n3,80,4'],
    ['ISO 8601', input(), 'time,a,b\n2026-01-01T00:00:10Z,1,2\n2026-01-01T00:01:20Z,3,4'],
  ])('a column time, in %s', (_, spec, text) => {
    const { perMinute, requests } = readTrafficFile(file(text), [spec]);
    expect(perMinute).toEqual([1, 1]);
    expect(requests).toEqual([{ body: { instances: [[1, 2]] } }, { body: { instances: [[3, 4]] } }]);
  });

  test.each<[string, string, TensorSpec, string]>([
    [
      'a value',
      'age,income\n1,2\n3,many',
      withNames,
      'line 3, column income: value (text): a number. correct it or leave ',
    ],
    ['a truth', '1,2', input({ type: 'bool' }), 'line 1, column 2: value (number): true, false, 1 or 0. '],
    ['a short row', '1,2\n3', input(), 'line 2: fields (1): 2, as in the first line. '],
    ['too many columns', '1,2,3', input(), "line 1: columns (3): 2. write one row of the model's input a line"],
    [
      'a column too few',
      'age\n1',
      withNames,
      "line 1: columns (1 of the input's missing, 0 others): each feature of the ",
    ],
    [
      'a column that is none',
      'age,income,label\n1,2,3',
      withNames,
      "line 1: columns (0 of the input's missing, 1 others): ",
    ],
    ['a time', 'time,age,income\n2026-01-01,1,2', withNames, 'line 2: time (text): ISO 8601 with Z or an offset'],
    ['no time', 'time,age,income\n,1,2', withNames, 'line 2: time (empty): ISO 8601 with Z or an offset'],
    ['quotes', '1,"2', input(), 'line 1: quotes: around a whole field, those inside doubled. '],
    [
      'nothing',
      'age,income\n',
      withNames,
      " (no requests): at least one line. add a row of the model's input, one a line",
    ],
    [
      'a matrix',
      '1,2',
      input({ shape: ['batch', 2, 2] }),
      'rows of CSV (a model with 1 input, of 3 axes): one input of at most ',
    ],
  ])('%s that does not fit is refused, and not told', (_, text, spec, message) => {
    expect(() => readTrafficFile(file(text), [spec])).toThrow(message);
  });

  test.each<[string, TensorSpec[], string]>([
    ['several inputs', [input(), input()], 'rows of CSV (a model with 2 inputs): one input of at most two axes. '],
    ['no known input', [], 'rows of CSV (a model with no known input): one input of at most two axes. give JSON Lines'],
  ])('%s take none', (_, inputs, message) => {
    expect(() => readTrafficFile(file('1,2'), inputs)).toThrow(message);
  });
});

test.each<[string, string[] | undefined]>([
  ['', ['']],
  ['a,,', ['a', '', '']],
  ['" a ", b ', [' a ', 'b']],
  ['"a""b","c,d"', ['a"b', 'c,d']],
  ['a"b', undefined],
  ['"a"b', undefined],
])('the fields of %j', (line, cells) => expect(csvCells(line)).toEqual(cells));

test.each<[string, number[], number[], string]>([
  ['the deployed version', [1], [2], 'golden cases of the deployed version'],
  ['the new version where that has none', [], [2], 'golden cases of the new version'],
])('without a file the requests are the golden cases of %s', (_, deployed, cases, source) => {
  const golden = (values: number[]) => values.map((value) => ({ inputs: { x: [[value]] }, outputs: {} }));
  const found = requestsFor({ cases: golden(cases), deployedCases: golden(deployed) }, { to: '' });
  expect(found).toMatchObject({ source, requests: [{ body: { inputs: { x: [[deployed[0] ?? cases[0]]] } } }] });
});
