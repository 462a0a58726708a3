import fc from 'fast-check';
import { SECRET, SECRET_NUMBER, type Check, type HttpCase, type Response } from '../case';
import { first, leak, notRefusal, ok, parse } from '../check';
import { asCsv, asJsonLines } from '../encode';
import type { FuzzModel } from '../models';
import { spoiltBytes } from '../mutate';
import { difference, type Sample } from '../tensors';
import { BATCH } from '../targets';

interface Item {
  readonly text: string;
  /** Absent where the record is bad. */
  readonly sample?: Sample;
}

const BAD_JSON = [
  '{',
  '',
  '[]',
  '[1]',
  'null',
  '"x"',
  `["${SECRET}"]`,
  `[${SECRET_NUMBER}]`,
  '{"a":[]}',
  '[[[]]]',
  '\u0000',
];
const BAD_CSV = ['', '1', 'x,y', ',', `${SECRET},1`, '"', '"a"b', '1;2', ','.repeat(40), 'NaN'];

/** A file of records, good and bad: one line for each, in their order, whatever stands in it. */
export function batchTransform(model: FuzzModel): fc.Arbitrary<HttpCase> {
  const one = model.samples.filter(({ inputs }) => inputs[0].dims[0] === 1);
  const items = (write: (sample: Sample) => string[], bad: readonly string[]): fc.Arbitrary<Item[]> =>
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: one.map((sample): Item => ({ text: write(sample)[0], sample })) },
        { weight: 1, arbitrary: fc.constantFrom(...bad).map((text): Item => ({ text })) },
      ),
      { minLength: 1, maxLength: 6 },
    );
  const send = (body: Buffer, type: string, check?: Check<Response>): HttpCase => ({
    kind: 'http',
    target: BATCH,
    contract: 'batch-transform',
    request: { method: 'POST', path: '/invocations', headers: { 'Content-Type': type }, body },
    check,
  });
  const json = items(asJsonLines, BAD_JSON);
  const csv = items(asCsv, BAD_CSV);
  const lines = (list: readonly Item[]): Buffer => Buffer.from(list.map(({ text }) => `${text}\n`).join(''));
  const bodies = fc.oneof(
    json.map((list) => ({ type: 'application/jsonlines', body: lines(list), check: jsonCheck(list) })),
    csv.map((list) => ({ type: 'text/csv', body: lines(list), check: csvCheck(list) })),
    json.map((list) => ({ type: 'application/jsonlines', body: recordIo(list), check: jsonCheck(list) })),
  );
  return fc.oneof(
    { weight: 3, arbitrary: bodies.map(({ body, type, check }) => send(body, type, check)) },
    {
      weight: 2,
      arbitrary: bodies.chain(({ body, type }) => spoiltBytes(fc.constant(body)).map((bytes) => send(bytes, type))),
    },
  );
}

function recordIo(list: readonly Item[]): Buffer {
  return Buffer.concat(
    list.flatMap(({ text }) => {
      const record = Buffer.from(text);
      const head = Buffer.alloc(8);
      head.writeUInt32LE(0xced7230a, 0);
      head.writeUInt32LE(record.length, 4);
      return [head, record, Buffer.alloc((4 - (record.length % 4)) % 4)];
    }),
  );
}

/** Good records have their prediction, bad ones the code of what is wrong with them. */
function lineCheck(
  list: readonly Item[],
  readAnswer: (line: string) => unknown,
  notPlaceholder: (line: string) => string | undefined,
): Check<Response> {
  return ok(({ body }) => {
    const lines = body.toString('utf8').split('\n').slice(0, -1);
    if (lines.length !== list.length) {
      return `${lines.length} lines for ${list.length} records`;
    }
    return first(
      list.map(({ sample }, at) =>
        sample === undefined
          ? (notPlaceholder(lines[at]) ?? leak(lines[at]))
          : difference(readAnswer(lines[at]), sample.outputs[0]),
      ),
    );
  });
}

function jsonCheck(list: readonly Item[]): Check<Response> {
  return lineCheck(
    list,
    (line) => Object.values(Object(parse(line).outputs) as object)[0],
    (line) => notRefusal(400, line),
  );
}

function csvCheck(list: readonly Item[]): Check<Response> {
  return lineCheck(
    list,
    (line) => line.split(',').map(Number),
    (line) => (/^[A-Z]\w+,*$/.test(line) ? undefined : 'a bad record has no placeholder'),
  );
}
