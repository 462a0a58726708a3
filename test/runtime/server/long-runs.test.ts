import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { invoke, send, type Response } from '../support/http';
import { matMulModel } from '../support/mat-mul-model';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

/** A row takes little enough for the event loop, all of them a hundred times too long; reading them takes no time. */
const SIZE = 64;
const TIMES = 20;
const ROWS = 4000;

const bundles = bundleRuntime();
const model = mkdtempSync(join(tmpdir(), 'model-'));
let server: ServerProcess;
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  bundles.remove();
  rmSync(model, { recursive: true });
});

const bytesOf = (rows: number): Buffer =>
  Buffer.from(Float32Array.from({ length: rows * SIZE }, (_, at) => ((at % 13) - 6) / 100).buffer);
const binary = { 'Content-Type': 'application/octet-stream' };
const floats = ({ bytes }: Response): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);

it('runs elsewhere what would hold up all others and cannot be parted, and answers it like its rows', async () => {
  const tensor = (name: string, rows: string) => ({ name, type: 'float32', shape: [rows, SIZE] });
  // Nothing says that the rows of the answer are those of the request.
  const signature = { inputs: [tensor('x', 'rows')], outputs: [tensor('y', 'lines')] };
  writeFileSync(join(model, 'model.onnx'), matMulModel(SIZE, TIMES));
  writeFileSync(join(model, 'model.json'), JSON.stringify({ name: 'deep', version: '1.0.0', signature }));
  server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: model });
  const port = await server.listening;
  expect(server.logs.find(({ message }) => message === 'the model is placed')).toMatchObject({
    engine: 'in process',
    batching: 'off: the signature has no batch axis',
  });

  // The first starts the worker.
  expect((await invoke(port, bytesOf(ROWS), binary)).status).toBe(200);
  let large: Response | undefined;
  void invoke(port, bytesOf(ROWS), binary).then((response) => (large = response));
  let pings = 0;
  while (large === undefined) {
    expect((await send(port, 'GET', '/ping')).status).toBe(200);
    pings++;
  }
  // Run in one go here, it would let one or two through while it comes and goes, and none meanwhile.
  expect(pings).toBeGreaterThan(4);

  const small = await invoke(port, bytesOf(1), binary);
  const all = floats(large);
  const first = floats(small);
  expect(all).toHaveLength(ROWS * SIZE);
  const largest = Math.max(...first.map(Math.abs));
  expect(Math.max(...first.map((value, at) => Math.abs(value - all[at])))).toBeLessThan(1e-5 * largest);
});
