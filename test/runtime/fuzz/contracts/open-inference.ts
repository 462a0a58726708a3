import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { SECRET, SECRET_NUMBER, type Check, type HttpCase, type Response } from '../case';
import { bytesOf, inferDiffers } from '../infer-answer';
import { ok, statusIs } from '../check';
import { asInfer, json, type InferBody } from '../encode';
import type { FuzzModel } from '../models';
import { spoiltBytes, spoiltJson } from '../mutate';
import type { Sample } from '../tensors';

type Send = (body: Buffer, headerSize?: string | number, check?: Check<Response>) => HttpCase;

/** Sizes and shapes that would cost memory, or count wrongly, if they were believed. */
const SIZES = [-1, 0, 1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, SECRET_NUMBER, '1', null, [1], true];
const SHAPES = [
  [],
  [0],
  [-1, 2],
  [1],
  [2 ** 31, 2],
  [2 ** 32, 2 ** 32],
  [2 ** 53, 2 ** 53],
  [1e308, 1e308],
  [1.5, 2],
  ['1', '2'],
  [null],
  [[1, 2]],
  'x',
  {},
  null,
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
  [SECRET],
  [SECRET_NUMBER, 2],
  [65_536, 65_536],
];
const DATATYPES = ['FP32', 'FP16', 'BF16', 'INT64', 'UINT64', 'BOOL', 'BYTES', 'fp32', '', SECRET, null, 7, [], {}];
const HEADER_SIZES = ['-1', '0', '1', '99999999999', '4294967296', '1e3', '0x10', ' 5', 'NaN', SECRET, '5, 5', ''];

/** Version 2 of the protocol, with tensors in JSON and behind it. */
export function openInference(model: FuzzModel): fc.Arbitrary<HttpCase> {
  const { name } = model.manifest;
  const send: Send = (body, headerSize, check) => ({
    kind: 'http',
    target: name,
    contract: headerSize === undefined ? 'open-inference' : 'open-inference-binary',
    request: {
      method: 'POST',
      path: `/v2/models/${name}/infer`,
      headers: {
        'Content-Type': headerSize === undefined ? 'application/json' : 'application/octet-stream',
        ...(headerSize === undefined ? {} : { 'Inference-Header-Content-Length': String(headerSize) }),
      },
      body,
    },
    check,
  });
  return inferCases(model, send);
}

/** The same through SageMaker, which leaves only the content type. */
export function tritonType(model: FuzzModel): fc.Arbitrary<HttpCase> {
  const type = 'application/vnd.sagemaker-triton.binary+json';
  return inferCases(model, (body, headerSize, check) => ({
    kind: 'http',
    target: model.manifest.name,
    contract: 'triton-content-type',
    request: {
      method: 'POST',
      path: '/invocations',
      headers: { 'Content-Type': headerSize === undefined ? type : `${type};json-header-size=${headerSize}` },
      body,
    },
    check,
  }));
}

function inferCases({ samples, manifest }: FuzzModel, send: Send): fc.Arbitrary<HttpCase> {
  const isOneNumber = manifest.signature.inputs.length === 1 && manifest.signature.inputs[0].type !== 'string';
  const plain = fc.tuple(samples, fc.boolean()).map(([sample, isFlat]) => asInfer(sample, false, isFlat).head);
  const binary = samples.map((sample) => ({ sample, body: asInfer(sample, true) }));
  const right = (sample: Sample): Check<Response> => ok((response) => inferDiffers(response, sample));
  const behind = ({ head, binary: bytes }: InferBody, check?: Check<Response>): HttpCase => {
    const text = json(head);
    return send(Buffer.concat([text, bytes]), text.length, check);
  };
  const spoilInput = (odd: (input: Record<string, unknown>) => Record<string, unknown>) =>
    fc.tuple(samples, fc.boolean()).map(([sample, isBinary]) => {
      const { head, binary: bytes } = asInfer(sample, isBinary);
      return behind({ head: { ...head, inputs: head.inputs.map(odd) }, binary: bytes });
    });
  return fc.oneof(
    {
      weight: 200,
      arbitrary: fc
        .tuple(samples, fc.boolean())
        .map(([sample, isFlat]) =>
          send(json({ id: 'a', ...asInfer(sample, false, isFlat).head }), undefined, right(sample)),
        ),
    },
    { weight: 150, arbitrary: binary.map(({ sample, body }) => behind(body, right(sample))) },
    {
      weight: 100,
      arbitrary: binary.map(({ sample, body }) =>
        behind({ ...body, head: { ...body.head, parameters: { binary_data_output: true } } }, right(sample)),
      ),
    },
    { weight: 200, arbitrary: spoiltJson(plain).map((body) => send(body)) },
    { weight: 150, arbitrary: spoiltBytes(plain.map(json)).map((body) => send(body)) },
    {
      weight: 200,
      arbitrary: binary.chain(({ body }) => {
        const text = json(body.head);
        return spoiltBytes(fc.constant(Buffer.concat([text, body.binary]))).map((bytes) => send(bytes, text.length));
      }),
    },
    {
      weight: 100,
      arbitrary: fc
        .tuple(binary, fc.constantFrom(...HEADER_SIZES))
        .map(([{ body }, size]) => send(Buffer.concat([json(body.head), body.binary]), size)),
    },
    {
      weight: 50,
      arbitrary: fc.constantFrom(...SHAPES).chain((shape) => spoilInput((input) => ({ ...input, shape }))),
    },
    {
      weight: 50,
      arbitrary: fc.constantFrom(...DATATYPES).chain((datatype) => spoilInput((input) => ({ ...input, datatype }))),
    },
    {
      weight: 50,
      arbitrary: fc
        .constantFrom(...SIZES)
        .chain((size) => spoilInput((input) => ({ ...input, parameters: { binary_data_size: size } }))),
    },
    {
      // Lengths of strings that lie: the binary part starts with one where the model takes strings.
      weight: 50,
      arbitrary: fc.tuple(binary, fc.nat(0xffffffff)).map(([{ body }, length]) => {
        const bytes = Buffer.from(body.binary);
        if (bytes.length >= 4) {
          bytes.writeUInt32LE(length, 0);
        }
        return behind({ ...body, binary: bytes });
      }),
    },
    {
      weight: 50,
      arbitrary: samples.map((sample) =>
        send(
          bytesOf(sample),
          0,
          isOneNumber && sample.inputs[0].dims.length === 2 ? rawCheck(manifest, sample) : undefined,
        ),
      ),
    },
    { weight: 25, arbitrary: plain.map((head) => send(gzipSync(json(head), { level: 1 }), undefined, statusIs(400))) },
  );
}

/** Bare bytes need rows of a fixed size. */
function rawCheck({ signature }: FuzzModel['manifest'], sample: Sample): Check<Response> {
  return typeof signature.inputs[0].shape[1] === 'number'
    ? ok((response) => inferDiffers(response, sample))
    : statusIs(415);
}
