import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime, fixture } from '../support/bundles';
import { invoke, send } from '../support/http';
import { matMulModel } from '../support/mat-mul-model';
import { ServerProcess, type Place } from '../support/server-process';
import { codeOf, head, Wire } from '../support/wire';

jest.setTimeout(60_000);

/** Owns no file here; only root can become it. */
const NOBODY = 65_534;
/** Weights of 9 MB: more than is worth baking. */
const SIZE = 1500;

const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'host-'));
const large = join(scratch, 'large');
beforeAll(() => {
  mkdirSync(large);
  writeFileSync(join(large, 'model.onnx'), matMulModel(SIZE));
  const signature = {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', SIZE] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', SIZE] }],
  };
  writeFileSync(join(large, 'model.json'), JSON.stringify({ name: 'large', version: '1.0.0', signature }));
  // For another user, who may read and not write.
  for (const directory of [bundles.directory, scratch]) {
    chmodSync(directory, 0o755);
  }
});
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const row = JSON.stringify({ instances: [Array.from({ length: SIZE }, (_, at) => at % 7)] });

async function start(model: string, variables: Record<string, string> = {}, place: Place = {}) {
  const server = new ServerProcess(
    bundles.directory,
    { INFERENCE_MODEL_DIRECTORY: model, ...variables },
    ['serve'],
    place,
  );
  await server.ready;
  return { server, port: await server.listening };
}

describe('a model that would be baked at the first start', () => {
  const someone: Place = process.getuid?.() === 0 ? { uid: NOBODY } : {};

  it.each<[string, (directory: string) => void, Place]>([
    ['where the disk is full', () => undefined, { limits: 'ulimit -f 0' }],
    ['where nothing may be written at all', (directory) => chmodSync(directory, 0o555), someone],
    ['where there is no temporary directory', (directory) => rmSync(directory, { recursive: true }), someone],
  ])('is served %s', async (_, spoil, place) => {
    const temporary = mkdtempSync(join(scratch, 'tmp-'));
    spoil(temporary);
    const { server, port } = await start(large, { TMPDIR: temporary, HOME: temporary }, { cwd: '/', ...place });
    expect((await invoke(port, row)).status).toBe(200);
    expect(server.logs.find(({ message }) => message === 'the model is placed')).toMatchObject({ isBaked: false });
    expect(await server.stop()).toBe(0);
  });
});

describe('metrics that nobody takes', () => {
  const good = '{"instances":[[1,2]]}';
  /** Longer than what is gathered before a line of metrics is written. */
  const REQUESTS = 2500;

  const ask = async (port: number): Promise<number[]> => {
    const wire = await Wire.open(port);
    for (let sent = 0; sent < REQUESTS; sent += 100) {
      await wire.send(...Array.from({ length: 100 }, () => Buffer.concat([head(good.length), Buffer.from(good)])));
      await wire.answers(sent + 100);
    }
    await wire.reset();
    return [...new Set(wire.responses.map(({ status }) => status))];
  };

  it('do not stop the answers, where their reader is gone', async () => {
    const { server, port } = await start(fixture('dtypes/int64'));
    server.closeStdout();
    expect(await ask(port)).toEqual([200]);
    expect(await server.stop()).toBe(0);
  });

  it('do not stop the answers, where their reader stands still and the pipe is full', async () => {
    const place = { limits: '{ timeout 0.3 cat /dev/zero || true; }', isStalled: true };
    const { server, port } = await start(fixture('dtypes/int64'), {}, place);
    expect(await ask(port)).toEqual([200]);
    expect(await server.stop()).toBe(0);
  });
});

it('lets no jump of the clock end a request, or make time run backwards in its metrics', async () => {
  const preload = join(__dirname, '..', 'support', 'shifting-clock.cjs');
  const { server, port } = await start(fixture('slow-loop'), { NODE_OPTIONS: `--require=${preload}` });
  const slow = await Wire.open(port);
  const body = '{"instances":[30000]}';
  for (const byte of [...head(body.length), ...Buffer.from(body)]) {
    await slow.send(Buffer.of(byte));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect((await slow.answers(1)).map(codeOf)).toEqual(['200']);
  await slow.reset();
  expect((await send(port, 'GET', '/ping')).status).toBe(200);
  expect(await server.stop()).toBe(0);
  expect(server.stdout.length).toBeGreaterThan(0);
  for (const line of server.stdout) {
    const metrics = JSON.parse(line) as Record<string, unknown> & { _aws: { Timestamp: number } };
    expect(Math.abs(metrics._aws.Timestamp - Date.now())).toBeLessThan(2 * 3_600_000);
    const numbers = Object.values(metrics)
      .flat()
      .filter((value) => typeof value === 'number');
    expect(numbers.filter((value) => value < 0)).toEqual([]);
  }
});
