import { join } from 'node:path';
import { oneModelInBatch } from '@inference-constructs/runtime/contracts';
import { Lifecycle } from '@inference-constructs/runtime/lifecycle';
import { LARGE } from '@inference-constructs/runtime/predict/large';
import { Predictor } from '@inference-constructs/runtime/predict/predictor';
import { Service } from '@inference-constructs/runtime/predict/service';
import { Reader } from '@inference-constructs/runtime/reader/reader';
import { RouteTable } from '@inference-constructs/runtime/server/route-table';
import { bundleRuntime } from '../support/bundles';
import { EchoEngine, Recorder, TWO_FEATURES } from '../support/fake-model';

const bundles = bundleRuntime();
const reader = new Reader(join(bundles.directory, 'container', 'reader-thread.js'), TWO_FEATURES, 60_000);
const service = new Service(new Predictor(TWO_FEATURES, new EchoEngine()), new Recorder(), undefined, reader);
const lifecycle = new Lifecycle();
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
lifecycle.advance('ready');
const maxBodyBytes = 10_000_000;
const settings = { isSingleRecord: false, maxBodyBytes };
const routes = new RouteTable(oneModelInBatch({ lifecycle, service: () => service, maxBodyBytes }, settings));
afterAll(async () => {
  await reader.close();
  stderr.mockRestore();
  bundles.remove();
});

/** The codes of the lines of an answer, and the most text that was parsed in this thread on the way there. */
async function answerTo(body: string): Promise<{ readonly codes: readonly string[]; readonly most: number }> {
  const parse = jest.spyOn(JSON, 'parse');
  const { body: text } = await routes.find('POST', '/invocations').route.answer({
    method: 'POST',
    url: '/invocations',
    headers: { 'content-type': 'application/json' },
    deadline: () => undefined,
    places: {},
    query: () => new URLSearchParams(),
    body: () => Promise.resolve(Buffer.from(body)),
    isGone: () => false,
    whenGone: () => undefined,
  });
  const most = Math.max(0, ...parse.mock.calls.map(([parsed]) => parsed.length));
  parse.mockRestore();
  const lines = String(text).split('\n').slice(0, -1);
  return { codes: lines.map((line) => (JSON.parse(line) as { code?: string }).code ?? 'answered'), most };
}

const rows = Array.from({ length: 20_000 }, (_, at) => [at, -at]);
const pretty = JSON.stringify({ instances: rows }, undefined, 1);
const request = JSON.stringify({ instances: rows.slice(0, 2) });
const many = Array<string>(3000).fill(request);
const answered = (count: number): string[] => Array<string>(count).fill('answered');

it.each<[string, string, readonly string[]]>([
  ['one request over many lines', pretty, ['answered']],
  ['one request that needs the general reader', pretty.replace('-19999', '"-19999"'), ['TypeMismatch']],
  ['one request with other fields', pretty.replace('instances', 'rows'), ['BodyInvalid']],
  ['many requests, one a line', many.join('\n'), answered(3000)],
  ['many requests, the first broken', ['{"instances":[[1,2]]', ...many].join('\n'), ['BodyInvalid', ...answered(3000)]],
  ['many requests after an empty line', ['', ...many].join('\n'), ['BodyInvalid', ...answered(3000)]],
])('does not hold the event loop to find out that a body is %s', async (_, body, codes) => {
  const { codes: found, most } = await answerTo(body);
  expect(found).toEqual(codes);
  expect(most).toBeLessThanOrEqual(LARGE.textBytes);
});
