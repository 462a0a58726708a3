import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleRuntime, example, fixture } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { send, type Response } from '../support/http';
import { isAlive, until, VersionsServer } from '../support/versions-server';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

const ROW = heldOutCases('v1')[0].inputs.features;
let versions: VersionsServer;
beforeEach(() => {
  versions = new VersionsServer(bundles.directory);
});

afterEach(() => versions.remove());

const statusOf = async (path: string): Promise<number> => (await send(versions.port, 'GET', path)).status;
const kill = (pid: number): true => process.kill(pid, 'SIGKILL');
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const contentOf = ({ status, body }: Response): unknown[] => [status, JSON.parse(body)];

it('sends a request whose process was killed once more, to the one in its place', async () => {
  versions.put(fixture('slow-loop'), 'only');
  await versions.start();
  const [first] = versions.children();
  const asked = versions.ask([100_000]);
  await pause(100);
  kill(first);
  expect((await asked).status).toBe(200);
  expect(versions.children()).not.toContain(first);
  expect(await versions.stop()).toBe(0);
});

it('refuses a request that lost two processes, and tells when to come again', async () => {
  versions.put(fixture('slow-loop'), 'only');
  await versions.start();
  const asked = versions.ask([100_000_000]);
  for (let death = 1; death <= 2; death++) {
    await pause(200);
    const [child] = versions.children();
    kill(child);
    await until(() => !versions.children().includes(child));
    await until(async () => (await versions.index())[0][1] === 'READY');
  }
  expect(contentOf(await asked)).toEqual([
    503,
    {
      error: 'The process of the model ended before it answered, twice.',
      code: 'EngineLost',
      retryAfter: expect.any(Number) as number,
    },
  ]);
  expect((await versions.ask([1])).status).toBe(200);
  expect(await versions.stop()).toBe(0);
});

it('is not ready while its default version has no process, and alive all the time', async () => {
  versions.putExample('v1', 'v2');
  await versions.start();
  const [pinned] = versions.processesOf('1.0.0');
  const spoilt = versions.processesOf('2.0.0');
  // Files that cannot be loaded keep the version without a process for a while.
  versions.put(example('v2'), 'v2', (directory) => rmSync(join(directory, 'model.onnx')));
  spoilt.forEach(kill);
  await until(async () => (await statusOf('/ping')) === 503);
  expect(await Promise.all(['/livez', '/readyz', '/startupz', '/v2/health/ready'].map(statusOf))).toEqual([
    200, 503, 200, 503,
  ]);
  expect(await versions.index()).toEqual([
    ['2.0.0', 'UNAVAILABLE'],
    ['1.0.0', 'READY'],
  ]);
  expect((await versions.ask(ROW, { 'X-Inference-Version': '1.0.0' })).status).toBe(200);
  expect(versions.processesOf('1.0.0')).toEqual([pinned]);
  versions.putExample('v2');
  await until(async () => (await statusOf('/ping')) === 200);
  expect((await versions.ask(ROW)).headers['x-inference-version']).toBe('2.0.0');
  expect(await versions.stop()).toBe(0);
});

it('ends with 1 when a version cannot be kept alive', async () => {
  versions.putExample('v1', 'v2');
  await versions.start();
  const killer = setInterval(() => versions.processesOf('2.0.0').forEach(kill), 5);
  expect(await versions.server.exited).toBe(1);
  clearInterval(killer);
  const failures = versions.server.logs.filter(({ code, process }) => code === 'EngineDied' && process === undefined);
  expect(failures).toMatchObject([
    {
      message:
        "version '2.0.0' (5 processes): must live longer than 60 s each. " +
        'See what the log says of their ends, and how much memory they have.',
    },
  ]);
});

it('does not start under an old name what has other files by now: it reads the directory again', async () => {
  versions.put(example('v1'), '.');
  await versions.start();
  versions.put(example('v2'), '.');
  kill(versions.children()[0]);
  await until(async () => (await versions.index())[0][0] === '2.0.0');
  expect((await versions.ask(ROW)).headers['x-inference-version']).toBe('2.0.0');
  expect(await versions.stop()).toBe(0);
});

it('leaves no process behind when it is killed itself, also one that is loading', async () => {
  versions.putExample('v1', 'v2');
  await versions.start();
  versions.putExample('v3');
  const before = versions.children();
  void versions.load().catch(() => undefined);
  await until(() => versions.children().length === 3);
  const children = versions.children();
  expect(children).toEqual(expect.arrayContaining(before));
  versions.server.signal('SIGKILL');
  await until(() => !children.some(isAlive));
});

it('stops with 0 during a reload, and lets what it was asked finish', async () => {
  versions.put(fixture('slow-loop'), 'only');
  await versions.start();
  const asked = versions.ask([100_000]);
  const loading = versions.load('{"parameters":{"force":true}}', 'slow-loop').catch(() => undefined);
  await until(() => versions.children().length === 2);
  expect(await versions.stop()).toBe(0);
  expect((await asked).status).toBe(200);
  await loading;
});

it('serves a directory that it may not write to', async () => {
  versions.putExample('v1', 'v2');
  chmodSync(bundles.directory, 0o755);
  chmodSync(versions.scratch, 0o777);
  chmodSync(versions.directory, 0o555);
  // Only root can become somebody who owns no file here.
  const who = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  await versions.start(who);
  expect((await versions.ask(ROW)).status).toBe(200);
  expect((await versions.load('{"parameters":{"force":true}}'))[0]).toBe(200);
  expect((await versions.ask(ROW)).status).toBe(200);
  expect(await versions.stop()).toBe(0);
});

it('does not start with a version that cannot be loaded, and says so', async () => {
  versions.putExample('v1');
  versions.put(example('v2'), 'v2', (directory) => rmSync(`${directory}/model.onnx`));
  await expect(versions.start()).rejects.toThrow('ended early');
  expect(await versions.server.exited).toBe(1);
  expect(versions.server.failure).toMatchObject({ process: '2.0.0', code: 'ModelFileMissing' });
});
