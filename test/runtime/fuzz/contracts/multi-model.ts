import fc from 'fast-check';
import { SECRET, type Check, type HttpCase, type Response } from '../case';
import { statusIs } from '../check';
import { asInputs, json } from '../encode';
import type { FuzzModel } from '../models';
import { oddValues, spoiltBytes, spoiltJson } from '../mutate';
import { MULTI_MODEL } from '../targets';
import { jsonAnswer } from './sagemaker';

const UNKNOWN = [
  'nothing',
  SECRET,
  '%2e%2e',
  '..%2f..%2fetc',
  '__proto__',
  'constructor',
  '%00',
  '%E0%A4%A',
  'x'.repeat(2000),
];
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The models API, and requests for models that are loaded under their own names. */
export function multiModel(loaded: readonly FuzzModel[]): fc.Arbitrary<HttpCase> {
  const send = (method: string, path: string, body?: Buffer, check?: Check<Response>): HttpCase => ({
    kind: 'http',
    target: MULTI_MODEL,
    contract: 'multi-model',
    request: { method, path, headers: body === undefined ? {} : JSON_TYPE, body: body ?? Buffer.alloc(0) },
    check,
  });
  const invoke = (name: string): string => `/models/${name}/invoke`;
  const unknown = fc.constantFrom(...UNKNOWN);
  // A load that names a model starts a process: few of those, all of models that are loaded or cannot be.
  const halves = fc
    .tuple(fc.constantFrom('model_name', 'url', 'modelName', SECRET), oddValues)
    .map(([key, value]) => json({ [key]: value }));
  const names = loaded.map(({ manifest }) => manifest.name);
  return fc.oneof(
    {
      weight: 300,
      arbitrary: fc
        .constantFrom(...loaded)
        .chain(({ manifest, samples }) =>
          samples.map((sample) => send('POST', invoke(manifest.name), json(asInputs(sample)), jsonAnswer(sample))),
        ),
    },
    {
      weight: 250,
      arbitrary: fc
        .constantFrom(...loaded)
        .chain(({ manifest, samples }) =>
          fc
            .oneof(spoiltJson(samples.map(asInputs)), spoiltBytes(samples.map((sample) => json(asInputs(sample)))))
            .map((body) => send('POST', invoke(manifest.name), body)),
        ),
    },
    { weight: 100, arbitrary: unknown.map((name) => send('POST', invoke(name), json({}), statusIs(404))) },
    { weight: 50, arbitrary: unknown.map((name) => send('GET', `/models/${name}`, undefined, statusIs(404))) },
    { weight: 50, arbitrary: unknown.map((name) => send('DELETE', `/models/${name}`, undefined, statusIs(404))) },
    { weight: 50, arbitrary: halves.map((body) => send('POST', '/models', body, statusIs(400))) },
    { weight: 50, arbitrary: oddValues.map((value) => send('POST', '/models', json(value), statusIs(400))) },
    {
      weight: 50,
      arbitrary: fc
        .tuple(fc.constantFrom(...names), fc.string())
        .map(([model_name, url]) => send('POST', '/models', json({ model_name, url: `${url}/` }), statusIs(409))),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('/nowhere', '\u0000', '/etc/passwd')
        .map((url) => send('POST', '/models', json({ model_name: 'unloadable', url }), statusIs(400, 409))),
    },
    {
      weight: 50,
      arbitrary: fc
        .webQueryParameters()
        .map((query) => send('GET', `/models?next_page_token=${query}`, undefined, statusIs(200))),
    },
  );
}
