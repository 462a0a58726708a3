import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Check, HttpCase, Response } from '../case';
import { bytesDiffer, csvDiffers, linesDiffer, ok, outputsDiffer, parse, statusIs } from '../check';
import { asCsv, asInputs, asInstances, asJsonLines, asNamed, asNpy, json } from '../encode';
import type { FuzzModel } from '../models';
import { spoiltBytes, spoiltJson } from '../mutate';
import { toBytes, type Sample } from '../tensors';
import { BODY_LIMIT } from '../targets';

interface Content {
  readonly type: string;
  readonly body: Buffer;
  readonly check: Check<Response>;
}

const JSON_TYPE = 'application/json';

export const jsonAnswer = (sample: Sample): Check<Response> =>
  ok(({ body }) => outputsDiffer(parse(body.toString('utf8')), sample));

/** Every way to write a sample for this model, and how its answer reads. */
function contentsOf({ manifest }: FuzzModel): ((sample: Sample) => Content)[] {
  const { inputs, outputs } = manifest.signature;
  const contents: ((sample: Sample) => Content)[] = [
    (sample) => ({ type: JSON_TYPE, body: json(asInputs(sample)), check: jsonAnswer(sample) }),
    (sample) => ({
      type: 'application/jsonlines',
      body: Buffer.from(asJsonLines(sample).join('\n')),
      check: ok(({ body }) => linesDiffer(body.toString('utf8').trimEnd().split('\n'), sample)),
    }),
  ];
  if (inputs.length > 1) {
    return contents;
  }
  const [{ type, features }] = inputs;
  const isText = type === 'string';
  const isOne = outputs.length === 1;
  contents.push(
    (sample) => ({ type: JSON_TYPE, body: json(asInstances(sample)), check: jsonAnswer(sample) }),
    (sample) => ({
      type: 'text/csv',
      body: Buffer.from(`${asCsv(sample).join('\n')}\n`),
      check: !isOne
        ? statusIs(406)
        : isText
          ? statusIs(200)
          : ok(({ body }) => csvDiffers(body.toString('utf8'), sample)),
    }),
    (sample) => ({
      type: 'application/x-npy',
      body: asNpy(sample),
      check: !isOne
        ? statusIs(406)
        : ok(({ body }) => (isText ? undefined : bytesDiffer(body.subarray(10 + body.readUInt16LE(8)), sample))),
    }),
  );
  if (features !== undefined) {
    contents.push((sample) => ({ type: JSON_TYPE, body: json(asNamed(sample, features)), check: jsonAnswer(sample) }));
  }
  if (isOne && !isText) {
    contents.push((sample) => ({
      type: 'application/octet-stream',
      body: Buffer.concat(sample.inputs.map(toBytes)),
      check: ok(({ body }) => bytesDiffer(body, sample)),
    }));
  }
  return contents;
}

const TYPES = [
  JSON_TYPE,
  'application/json; charset=UTF-8',
  'application/jsonlines',
  'application/x-ndjson',
  'text/csv',
  'application/x-npy',
  'application/octet-stream',
];
const ODD_TYPES = ['', 'image/png', 'application/json; charset=utf-16', 'constructor', '__proto__', ';;;', 'a/b;c="'];
const ACCEPTS = ['*/*', ...TYPES, 'image/png', 'application/json;q=0', ',,;q=', 'text/csv, */*;q=0.1'];
/** Inflates to more than any body may be. */
const BOMB = gzipSync(Buffer.alloc(40 * BODY_LIMIT));

/** Real-time endpoints: all content types, encodings, and what is none of them. */
export function sagemaker(model: FuzzModel): fc.Arbitrary<HttpCase> {
  const contents = fc
    .tuple(fc.constantFrom(...contentsOf(model)), model.samples)
    .map(([write, sample]) => write(sample));
  const post = (body: Buffer, headers: Record<string, string>, check?: Check<Response>): HttpCase => ({
    kind: 'http',
    target: model.manifest.name,
    contract: 'sagemaker',
    request: { method: 'POST', path: '/invocations', headers, body },
    check,
  });
  const typed = (body: Buffer, type: string, check?: Check<Response>): HttpCase =>
    post(body, { 'Content-Type': type }, check);
  const spoilt = contents.chain(({ type, body }) => spoiltBytes(fc.constant(body)).map((bytes) => ({ type, bytes })));
  return fc.oneof(
    { weight: 300, arbitrary: contents.map(({ body, type, check }) => typed(body, type, check)) },
    { weight: 300, arbitrary: spoilt.map(({ type, bytes }) => typed(bytes, type)) },
    {
      weight: 250,
      arbitrary: spoiltJson(model.samples.map((sample) => asInputs(sample))).map((body) => typed(body, JSON_TYPE)),
    },
    {
      weight: 150,
      arbitrary: fc
        .tuple(contents, fc.constantFrom(...TYPES), fc.constantFrom(...ACCEPTS))
        .map(([{ body }, type, accept]) => post(body, { 'Content-Type': type, Accept: accept })),
    },
    {
      weight: 50,
      arbitrary: fc
        .tuple(contents, fc.constantFrom(...ODD_TYPES))
        .map(([{ body }, type]) => typed(body, type, statusIs(415))),
    },
    {
      weight: 100,
      arbitrary: fc
        .tuple(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...TYPES))
        .map(([bytes, type]) => typed(Buffer.from(bytes), type)),
    },
    {
      weight: 50,
      arbitrary: fc
        .tuple(contents, fc.boolean())
        .map(([{ body, type, check }, isGzip]) =>
          post(
            isGzip ? gzipSync(body, { level: 1 }) : deflateSync(body, { level: 1 }),
            { 'Content-Type': type, 'Content-Encoding': isGzip ? 'gzip' : 'deflate' },
            check,
          ),
        ),
    },
    {
      weight: 50,
      arbitrary: spoiltBytes(contents.map(({ body }) => gzipSync(body, { level: 1 }))).map((body) =>
        post(body, { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' }),
      ),
    },
    {
      weight: 50,
      arbitrary: fc
        .tuple(contents, fc.constantFrom('br', 'zstd', 'gzip, gzip', 'constructor', 'GZIP', 'identity', ''))
        .map(([{ body, type }, encoding]) => post(body, { 'Content-Type': type, 'Content-Encoding': encoding })),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        post(BOMB, { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' }, statusIs(413)),
        typed(Buffer.alloc(BODY_LIMIT + 1, '['), JSON_TYPE, statusIs(413)),
        typed(Buffer.alloc(BODY_LIMIT, '['), JSON_TYPE, statusIs(400)),
        typed(Buffer.alloc(BODY_LIMIT, '{"a":'), JSON_TYPE, statusIs(400)),
        typed(Buffer.from(`{"instances":[${'[],'.repeat(BODY_LIMIT / 4)}[]]}`), JSON_TYPE, statusIs(400)),
        typed(Buffer.alloc(BODY_LIMIT, ','), 'text/csv'),
        typed(Buffer.alloc(BODY_LIMIT, '\n'), 'text/csv'),
        typed(Buffer.alloc(BODY_LIMIT, '\n'), 'application/jsonlines', statusIs(400)),
        typed(Buffer.alloc(BODY_LIMIT, '"'), 'text/csv'),
        typed(Buffer.alloc(BODY_LIMIT, 1), 'application/octet-stream'),
      ),
    },
  );
}
