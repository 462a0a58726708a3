import { bundleRuntime, fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

// Asynchronous endpoints send the container what real-time ones do, only larger and with more time.
const MOST_BYTES = 64 * 1024 * 1024;

const bundles = bundleRuntime();
let server: ServerProcess;
let port: number;
beforeAll(async () => {
  server = await ServerProcess.start(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: fixture('dtypes/float64'),
    INFERENCE_MAX_BODY_BYTES: String(MOST_BYTES),
  });
  port = await server.listening;
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  bundles.remove();
});

it('takes a body of as many bytes as were allowed', async () => {
  const body = Buffer.alloc(MOST_BYTES, ' ');
  body.write('{"instances":[[1,2]]}');
  expect(await invoke(port, body)).toMatchObject({ status: 200 });
});

it('refuses one byte more', async () => {
  const { status, body } = await invoke(port, Buffer.alloc(MOST_BYTES + 1, ' '));
  expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([413, 'BodyTooLarge']);
});

it('answers a large request with every row of it', async () => {
  const rows = 100_000;
  const csv = Array.from({ length: rows }, (_, row) => `${row},0\n`).join('');
  const { status, body } = await invoke(port, csv, { 'Content-Type': 'text/csv' });
  expect(status).toBe(200);
  expect(body === csv).toBe(true);
});

it('gives the whole refusal to a client that goes on sending, however slowly', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => invoke(port, Buffer.alloc(3 * MOST_BYTES, ' '))));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([413]));
});
