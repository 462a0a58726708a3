import fc from 'fast-check';
import { SECRET, type HttpCase, type RawCase } from '../case';
import { statusIs } from '../check';
import { asInputs, json } from '../encode';
import type { FuzzModel } from '../models';
import { jsonAnswer } from './sagemaker';

/** Refused where it is no number; the one that is leaves time enough. */
const DEADLINE = 'X-Inference-Deadline-Ms';
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'REPORT'];
const PARTS = [
  'v1',
  'v2',
  'models',
  'ping',
  'invocations',
  'health',
  'ready',
  'infer',
  'openapi.json',
  '..',
  '%2e',
  '%',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  SECRET,
  ':predict',
  '*',
  '{model}',
  'execution-parameters',
  'versions',
  '1.0.0',
];

/** Paths, methods and headers of all kinds, each request HTTP as it should be. */
export function http({ manifest: { name }, samples }: FuzzModel): fc.Arbitrary<HttpCase> {
  const paths = fc.oneof(
    fc
      .tuple(
        fc.array(fc.constantFrom(...PARTS, name), { maxLength: 6 }),
        fc.constantFrom('', '?', `?x=${SECRET}`, '#a', '/'),
      )
      .map(([parts, end]) => `/${parts.join('/')}${end}`),
    fc.constantFrom(
      '*',
      '//',
      '/?/',
      `/v2/models/${name}/versions/9.9.9`,
      `/v2/models/${SECRET}/infer`,
      `/${'a'.repeat(4000)}`,
    ),
  );
  const values = fc.constantFrom(
    '',
    SECRET,
    '0',
    '-1',
    '600000',
    'x'.repeat(2000),
    '*/*',
    'a,b;q=0',
    '\xff\x80',
    '"',
    '{}',
  );
  const names = [
    'Accept',
    'Content-Encoding',
    'Content-Type',
    'Host',
    'X-Amzn-SageMaker-Custom-Attributes',
    'Cookie',
    'X-Amzn-SageMaker-Target-Model',
    'Inference-Header-Content-Length',
    DEADLINE,
    'traceparent',
    'Upgrade',
    'TE',
    'Range',
    'If-Match',
    'Origin',
  ];
  const headers = fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 4 });
  const make = (method: string, path: string, given: Record<string, string>, body: Buffer): HttpCase => ({
    kind: 'http',
    target: name,
    contract: 'http',
    request: { method, path, headers: given, body },
  });
  const bodies = samples.map((sample) => json(asInputs(sample)));
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...METHODS), paths, headers, bodies)
      .map(([method, path, given, body]) => make(method, path, given, method === 'GET' ? Buffer.alloc(0) : body)),
    fc.tuple(headers, bodies).map(([given, body]) => make('POST', '/invocations', given, body)),
    fc.constantFrom(...METHODS.filter((method) => method !== 'POST')).map((method) => ({
      ...make(method, '/invocations', {}, Buffer.alloc(0)),
      check: statusIs(405),
    })),
    fc.tuple(samples, headers).map(([sample, given]) => {
      const { Accept: _a, 'Content-Encoding': _e, [DEADLINE]: _d, ...others } = given;
      return {
        ...make('POST', '/invocations?x', { ...others, 'Content-Type': 'application/json' }, json(asInputs(sample))),
        check: jsonAnswer(sample),
      };
    }),
  );
}

const HEADS = [
  'POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n',
  'GET /ping HTTP/1.1\r\nHost: x\r\n',
  'POST /invocations HTTP/1.0\r\n',
  'POST http://example.com/invocations HTTP/1.1\r\nHost: x\r\n',
  'GET /ping HTTP/1.1\r\n',
  'GET /ping HTTP/2.0\r\n',
  'get /ping http/1.1\r\n',
  'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n',
  'PRI * HTTP/2.0\r\n',
  `${SECRET}\r\n`,
];
const LINES = [
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 5\r\nContent-Length: 6\r\n',
  'Content-Length: 1e3\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n',
  'Expect: 100-continue\r\n',
  'Expect: x\r\n',
  'Connection: close\r\n',
  'Connection: Upgrade\r\nUpgrade: websocket\r\n',
  ': x\r\n',
  ' folded\r\n',
  'a\0b: c\r\n',
  `X: ${'x'.repeat(20_000)}\r\n`,
  'Host: y\r\n',
  '\n',
  '\r',
];
const BODIES = [
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  '5\r\nhel',
  'FFFFFFFFFFFFFFFFF\r\n',
  'zz\r\n',
  '-1\r\n',
  '0\r\nTrailer: x\r\n\r\n',
  '',
  '{}',
  'GET /ping HTTP/1.1\r\nHost: x\r\n\r\n',
];

/** What is hardly HTTP or not at all; the client then says that it sends nothing more. */
export function wire({ manifest: { name } }: FuzzModel): fc.Arbitrary<RawCase> {
  return fc
    .tuple(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...HEADS) }, { weight: 1, arbitrary: fc.string() }),
      fc.array(fc.constantFrom(...LINES), { maxLength: 3 }),
      fc.constantFrom('\r\n', '\r\n', '\r\n', ''),
      fc.array(fc.constantFrom(...BODIES), { maxLength: 2 }),
    )
    .map(([head, lines, end, bodies]) => ({
      kind: 'raw',
      target: name,
      contract: 'wire',
      bytes: Buffer.from(head + lines.join('') + end + bodies.join(''), 'latin1'),
    }));
}
