import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bundleRuntime, example, ROOT } from '../support/bundles';
import { ServerProcess } from '../support/server-process';
import { codeOf, post, Wire } from '../support/wire';

jest.setTimeout(120_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

const CLIENTS = 16;
const ROW = post(JSON.stringify({ instances: [Array.from({ length: 30 }, () => 1)] }));
const ALL_ANSWERED = Array.from({ length: CLIENTS }, () => '200');

const openAll = (port: number): Promise<Wire[]> => Promise.all(Array.from({ length: CLIENTS }, () => Wire.open(port)));

const answersOf = async (wires: readonly Wire[]): Promise<string[]> =>
  (await Promise.all(wires.map((wire) => wire.toEnd()))).flat().map(codeOf);

it('loses no request when it is stopped under load, ten times', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(ROOT, 'scripts', 'drain-check.mjs'),
    '10',
    '--server',
    join(bundles.directory, 'container', 'server.js'),
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ runs: 10, clean: 10, wrong: 0, lost: 0 });
});

describe('a machine so busy that the server stands still', () => {
  let server: ServerProcess;
  let port: number;
  beforeEach(async () => {
    server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: example('v1') });
    port = await server.listening;
  });

  it('answers all who connected before it was told to stop', async () => {
    server.signal('SIGSTOP');
    const wires = await openAll(port);
    await Promise.all(wires.map((wire) => wire.send(ROW)));
    server.signal('SIGTERM');
    server.signal('SIGCONT');
    expect(await answersOf(wires)).toEqual(ALL_ANSWERED);
    expect(await server.exited).toBe(0);
  });

  it('answers what came in time on idle connections, although it reads it later', async () => {
    const wires = await openAll(port);
    const answered = wires.map((wire) => wire.answers(1));
    await Promise.all(wires.map((wire) => wire.send(ROW)));
    await Promise.all(answered);
    server.signal('SIGTERM');
    while (!server.logs.some(({ message }) => message === 'draining')) {
      await setTimeout(5);
    }
    // By then it waits for its next look at idle connections, and stands still there.
    await setTimeout(50);
    server.signal('SIGSTOP');
    await setTimeout(50);
    await Promise.all(wires.map((wire) => wire.send(ROW)));
    await setTimeout(1500);
    server.signal('SIGCONT');
    expect(await answersOf(wires)).toEqual([...ALL_ANSWERED, ...ALL_ANSWERED]);
    expect(await server.exited).toBe(0);
  });
});
