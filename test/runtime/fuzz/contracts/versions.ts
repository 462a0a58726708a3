import fc from 'fast-check';
import { SECRET, type Check, type HttpCase, type Response } from '../case';
import { first, statusIs } from '../check';
import { asInfer, asInputs, json } from '../encode';
import { inferDiffers } from '../infer-answer';
import type { FuzzModel } from '../models';
import { oddValues, spoiltBytes, spoiltJson } from '../mutate';
import { PINNED, VERSIONS } from '../targets';
import { jsonAnswer } from './sagemaker';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const VERSION = 'X-Inference-Version';
const ATTRIBUTES = 'X-Amzn-SageMaker-Custom-Attributes';
const [, STANDARD] = PINNED;

/** No version is called so; what a header may hold. */
const UNKNOWN = ['3.0.0', '1', '1.0.0-rc.1', '1.0.0 2.0.0', '__proto__', 'constructor', SECRET, '"', 'x'.repeat(2000)];
/** Triton takes some of these, a client of this server should send none. */
const LOADS = [
  { parameters: { config: '{}' } },
  { parameters: { 'file:1/model.onnx': SECRET } },
  { parameters: { force: 'true' } },
  { parameters: { force: 1 } },
  { parameters: [] },
  { parameters: SECRET },
  { unload_dependents: true },
  [],
  null,
  true,
  SECRET,
];

/** A server that passes requests on to the processes of versions: versions that are named, and calls to load them. */
export function modelVersions({ manifest: { name }, samples }: FuzzModel): fc.Arbitrary<HttpCase> {
  const send = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer = Buffer.alloc(0),
    check?: Check<Response>,
  ): HttpCase => ({
    kind: 'http',
    target: VERSIONS,
    contract: 'versions',
    request: { method, path, headers: { ...headers, ...(body.length > 0 ? JSON_TYPE : {}) }, body },
    check,
  });
  const invoke = (headers: Readonly<Record<string, string>>, body: Buffer, check?: Check<Response>): HttpCase =>
    send('POST', '/invocations', headers, body, check);
  const byVersion = (version: string): string => `/v2/models/${name}/versions/${version}`;
  const load = (model: string): string => `/v2/repository/models/${model}/load`;
  const known = fc.constantFrom(...PINNED);
  const unknown = fc.constantFrom(...UNKNOWN);
  const inputs = samples.map((sample) => json(asInputs(sample)));
  /** Nothing of a version stays with the server: what one request names, the next one on its connection does not. */
  const named = fc.oneof(
    fc.constant([STANDARD, {}] as const),
    known.map((version) => [version, { [VERSION]: version }] as const),
    known.map((version) => [version, { [ATTRIBUTES]: `trace=${SECRET};version=${version}` }] as const),
    // The header counts where both are there.
    fc
      .tuple(known, unknown)
      .map(([version, other]) => [version, { [VERSION]: version, [ATTRIBUTES]: `version=${other}` }] as const),
  );
  return fc.oneof(
    {
      weight: 300,
      arbitrary: fc
        .tuple(named, samples)
        .map(([[version, headers], sample]) =>
          invoke(headers, json(asInputs(sample)), answeredBy(version, jsonAnswer(sample))),
        ),
    },
    {
      weight: 100,
      arbitrary: fc
        .tuple(known, samples)
        .map(([version, sample]) =>
          send('POST', `${byVersion(version)}/infer`, {}, json(asInfer(sample, false).head), (response) =>
            first([answeredBy(version, statusIs(200))(response), inferDiffers(response, sample)]),
          ),
        ),
    },
    {
      weight: 200,
      arbitrary: fc
        .tuple(named, fc.oneof(spoiltJson(samples.map(asInputs)), spoiltBytes(inputs)))
        .map(([[, headers], body]) => invoke(headers, body)),
    },
    {
      weight: 100,
      arbitrary: fc
        .tuple(unknown, fc.constantFrom(VERSION, ATTRIBUTES), inputs)
        .map(([version, header, body]) =>
          header === VERSION
            ? invoke({ [VERSION]: version }, body, statusIs(404))
            : invoke({ [ATTRIBUTES]: `version=${version}` }, body),
        ),
    },
    {
      weight: 50,
      arbitrary: fc
        .tuple(fc.constantFrom('GET', 'POST'), fc.constantFrom(...UNKNOWN, '%2e%2e', '%00', '%E0%A4%A'))
        .map(([method, version]) =>
          send(
            method,
            byVersion(encodeURI(version)) + (method === 'GET' ? '' : '/infer'),
            {},
            undefined,
            statusIs(404),
          ),
        ),
    },
    {
      weight: 50,
      arbitrary: fc
        .constantFrom('', '/ready', '/versions/1.0.0', '/versions/2.0.0/ready')
        .map((end) => send('GET', `/v2/models/${name}${end}`, {}, undefined, statusIs(200))),
    },
    {
      // Reads the directory again, where nothing has changed.
      weight: 5,
      arbitrary: fc
        .constantFrom('', '{}', '{"parameters":{}}', '{"parameters":{"force":false}}')
        .map((body) => send('POST', load(name), {}, Buffer.from(body), statusIs(200))),
    },
    {
      weight: 50,
      arbitrary: fc.constantFrom(...LOADS).map((body) => send('POST', load(name), {}, json(body), statusIs(400))),
    },
    {
      weight: 25,
      arbitrary: oddValues.map((value) =>
        send('POST', load(name), {}, json({ parameters: { odd: value } }), statusIs(400)),
      ),
    },
    {
      weight: 25,
      arbitrary: spoiltBytes(fc.constantFrom(...LOADS).map((body) => json(body))).map((body) =>
        send('POST', load('nothing'), {}, body, statusIs(400, 404)),
      ),
    },
    {
      weight: 50,
      arbitrary: fc
        .constantFrom('nothing', SECRET, '%2e%2e', '..%2f..%2fetc', '__proto__', '%00', 'x'.repeat(2000))
        .map((model) => send('POST', load(model), {}, undefined, statusIs(404))),
    },
    {
      weight: 25,
      arbitrary: fc
        .tuple(fc.constantFrom('/v2/repository/index', '/openapi.json'), inputs)
        .map(([path, body]) =>
          path === '/openapi.json'
            ? send('GET', path, {}, undefined, statusIs(200))
            : send('POST', path, {}, body, statusIs(200)),
        ),
    },
    {
      weight: 25,
      arbitrary: fc
        .tuple(fc.constantFrom('GET', 'DELETE', 'PUT', 'POST'), fc.constantFrom('unload', 'load', 'index', '', SECRET))
        .map(([method, end]) =>
          send(method, `/v2/repository/models/nothing/${end}`, {}, undefined, statusIs(404, 405)),
        ),
    },
  );
}

/** Which process gave an answer stands in it twice. */
function answeredBy(version: string, check: Check<Response>): Check<Response> {
  return (response) =>
    response.status === 200 && response.headers[VERSION.toLowerCase()] !== version
      ? `version ${response.headers[VERSION.toLowerCase()]} instead of ${version}`
      : check(response);
}
