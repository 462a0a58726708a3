import { bundleRuntime, fixture } from '../support/bundles';
import { invoke, send } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(120_000);

const LONG_MS = 10_000;
const PING_EVERY_MS = 20;

const bundles = bundleRuntime();
let server: ServerProcess;
let port: number;
beforeAll(async () => {
  server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: fixture('slow-loop') });
  port = await server.listening;
});
afterAll(async () => {
  await server.stop();
  bundles.remove();
});

/** Milliseconds that onnxruntime takes for so many iterations, as the client sees it. */
async function run(iterations: number): Promise<number> {
  const start = performance.now();
  expect(await invoke(port, { instances: [iterations] })).toMatchObject({ status: 200 });
  return performance.now() - start;
}

async function pingsWhile(work: Promise<number>): Promise<{ milliseconds: number; pings: number[] }> {
  const pings: number[] = [];
  let milliseconds: number | undefined;
  void work.then((duration) => (milliseconds = duration));
  while (milliseconds === undefined) {
    const start = performance.now();
    expect(await send(port, 'GET', '/ping')).toMatchObject({ status: 200 });
    pings.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, PING_EVERY_MS));
  }
  return { milliseconds, pings };
}

// The one place where a time is asserted: it is what the server promises.
it('answers /ping within 50 ms (p99) while onnxruntime runs for 10 s', async () => {
  const probe = 10_000;
  const fastest = Math.min(await run(probe), await run(probe), await run(probe));
  let iterations = Math.ceil((probe * 1.1 * LONG_MS) / fastest);
  let result = await pingsWhile(run(iterations));
  while (result.milliseconds < LONG_MS) {
    iterations *= 2;
    result = await pingsWhile(run(iterations));
  }
  const sorted = result.pings.sort((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(100);
  expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThan(50);
});
