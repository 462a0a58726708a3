import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { oneModel, oneModelInBatch } from '@inference-constructs/runtime/contracts';
import type { Host } from '@inference-constructs/runtime/contracts/host';
import type { Engine, Tensors } from '@inference-constructs/runtime/engine/engine';
import { Fault } from '@inference-constructs/runtime/errors';
import { Lifecycle } from '@inference-constructs/runtime/lifecycle';
import type { Aside } from '@inference-constructs/runtime/predict/aside';
import { LARGE } from '@inference-constructs/runtime/predict/large';
import { Predictor } from '@inference-constructs/runtime/predict/predictor';
import { Service } from '@inference-constructs/runtime/predict/service';
import { Reader } from '@inference-constructs/runtime/reader/reader';
import { RouteTable } from '@inference-constructs/runtime/server/route-table';
import fc from 'fast-check';
import type { HttpCase, HttpRequest } from '../fuzz/case';
import { batchTransform } from '../fuzz/contracts/batch-transform';
import { kserveV1 } from '../fuzz/contracts/kserve-v1';
import { openInference, tritonType } from '../fuzz/contracts/open-inference';
import { sagemaker } from '../fuzz/contracts/sagemaker';
import { fuzzModels, type FuzzModel } from '../fuzz/models';
import { rowsOf } from '../fuzz/tensors';
import { bundleRuntime } from '../support/bundles';
import { Recorder } from '../support/fake-model';
import { sound } from '../support/made-models';

jest.setTimeout(120_000);

const CASES = 80;

const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'models-'));
const models = [...fuzzModels(scratch), withRules(sound(scratch))];
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => {
  stderr.mockRestore();
  bundles.remove();
  rmSync(scratch, { recursive: true });
});

/** Ages, of which some are beyond what `model.json` allows. */
function withRules(directory: string): FuzzModel {
  const manifest = JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8')) as ModelManifest;
  const [x] = manifest.signature.inputs;
  const row = fc.tuple(fc.integer({ min: 0, max: 140 }), fc.float({ noNaN: true, noDefaultInfinity: true }));
  const samples = fc.array(row, { minLength: 1, maxLength: 3 }).map((rows) => {
    const inputs = [rowsOf(x, rows)];
    return { inputs, outputs: inputs.map((input) => ({ ...input, name: 'y' })) };
  });
  return { manifest, directory, samples };
}

/** Answers with its inputs, as far as there are any. */
function echo({ signature }: ModelManifest): Engine {
  const run = (inputs: Tensors) => {
    const given = Object.values(inputs);
    const outputs = signature.outputs.map(({ name }, at) => [name, given[Math.min(at, given.length - 1)]] as const);
    return { outputs: Object.fromEntries(outputs), milliseconds: 1 };
  };
  return { run, close: () => Promise.resolve() };
}

type Ask = (request: HttpRequest) => Promise<unknown>;

/** What a server says to a request: status, headers and bytes, or the fault; and what it counted. */
function asker(manifest: ModelManifest, isBatch: boolean, aside?: Aside): Ask {
  const lifecycle = new Lifecycle();
  lifecycle.advance('warming');
  lifecycle.advance('ready');
  const recorder = new Recorder();
  const service = new Service(new Predictor(manifest, echo(manifest)), recorder, undefined, aside);
  const host: Host = { lifecycle, service: () => service, maxBodyBytes: 6_291_456 };
  const settings = { isSingleRecord: false, maxBodyBytes: host.maxBodyBytes };
  const table = new RouteTable(isBatch ? oneModelInBatch(host, settings) : oneModel(host));
  return async ({ method, path, headers, body }) => {
    const counted = (): number[] => [recorder.predictions.length, recorder.refusals, recorder.fallbacks];
    try {
      const { route, places } = table.find(method, path);
      const reply = await route.answer({
        method,
        url: path,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        deadline: () => undefined,
        places,
        query: () => new URLSearchParams(),
        // A copy: what reads it elsewhere takes its memory away.
        body: () => Promise.resolve(Buffer.from(new Uint8Array(body).buffer)),
        isGone: () => false,
        whenGone: () => undefined,
      });
      const { status, contentType, headers: others } = reply;
      return { status, contentType, others, body: Buffer.from(reply.body).toString('latin1'), counted: counted() };
    } catch (error) {
      if (error instanceof Fault) {
        return { fault: error.body(), counted: counted() };
      }
      throw error;
    }
  };
}

const CONTRACTS: readonly [string, (model: FuzzModel) => fc.Arbitrary<HttpCase>][] = [
  ['SageMaker', sagemaker],
  ['Open Inference Protocol', openInference],
  ["Triton's content type", tritonType],
  ['KServe v1', kserveV1],
  ['batch transform', batchTransform],
];

describe.each(CONTRACTS)('%s', (name, cases) => {
  it.each(models.map((model) => [model.manifest.name, model] as const))(
    'says in a thread what it says at once, of any body for %s, byte for byte',
    async (_, model) => {
      const { manifest } = model;
      const isBatch = name === 'batch transform';
      const reader = new Reader(join(bundles.directory, 'container', 'reader-thread.js'), manifest, Infinity);
      const read = jest.spyOn(reader, 'read');
      const write = jest.spyOn(reader, 'write');
      // Every body is large, and every answer that is written as text.
      const replaced = (['textBytes', 'scannedBytes', 'elements'] as const).map((limit) =>
        jest.replaceProperty(LARGE, limit, -1 as never),
      );
      const atOnce = asker(manifest, isBatch);
      const inThread = asker(manifest, isBatch, reader);
      try {
        await fc.assert(
          fc.asyncProperty(cases(model), async ({ request }) => {
            expect(await inThread(request)).toEqual(await atOnce(request));
          }),
          { numRuns: CASES },
        );
        expect(read.mock.calls.length).toBeGreaterThan(CASES / 10);
        expect(write.mock.calls.length).toBeGreaterThan(0);
      } finally {
        replaced.forEach((value) => value.restore());
        await reader.close();
      }
    },
  );
});
