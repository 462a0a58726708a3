import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { invoke, type Response } from '../support/http';
import { matMulModel } from '../support/mat-mul-model';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

/** A row takes little enough for the event loop, all of them a hundred times too long. */
const SIZE = 64;
const TIMES = 40;
const ROWS = 100_000;

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

it('answers small requests while a large one runs in this process, and the large one like its rows', async () => {
  const tensor = (name: string) => ({ name, type: 'float32', shape: ['batch', SIZE] });
  const signature = { inputs: [tensor('x')], outputs: [tensor('y')] };
  writeFileSync(join(model, 'model.onnx'), matMulModel(SIZE, TIMES));
  writeFileSync(join(model, 'model.json'), JSON.stringify({ name: 'deep', version: '1.0.0', signature }));
  server = await ServerProcess.start(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: model,
    INFERENCE_MAX_BODY_BYTES: '50000000',
  });
  const port = await server.listening;

  let large: Response | undefined;
  void invoke(port, bytesOf(ROWS), binary).then((response) => (large = response));
  let small: Response | undefined;
  let answered = 0;
  while (large === undefined) {
    small = await invoke(port, bytesOf(1), binary);
    answered++;
  }
  // Run in one go, it would let one through before itself and none until its end.
  expect(answered).toBeGreaterThan(4);

  const floats = (bytes: Buffer): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);
  const all = floats(large.bytes);
  const first = floats(small!.bytes);
  expect(all).toHaveLength(ROWS * SIZE);
  const largest = Math.max(...first.map(Math.abs));
  expect(Math.max(...first.map((value, at) => Math.abs(value - all[at])))).toBeLessThan(1e-5 * largest);
  expect(server.logs.find(({ message }) => message === 'the model is placed')).toMatchObject({ engine: 'in process' });
});
