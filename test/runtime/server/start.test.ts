import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime, example } from '../support/bundles';
import { invoke } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
const container = join(bundles.directory, 'container');
const script = join(container, 'server.js');
const scratch = mkdtempSync(join(tmpdir(), 'start-'));
const source = readFileSync(script, 'utf8');
afterEach(() => writeFileSync(script, source));
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const FILE = 'start.js';
const kept = () => readdirSync(container).filter((name) => name.endsWith('.code'));
const row = JSON.parse(readFileSync(join(example('v1'), 'golden.jsonl'), 'utf8').split('\n')[0]) as object;

/** What the server said when it was ready, and the status of its first answer. */
async function serve(variables: Record<string, string> = {}, flags: string[] = []) {
  const given = { INFERENCE_MODEL_DIRECTORY: example('v1'), ...variables };
  const server = new ServerProcess(bundles.directory, given, ['serve'], { file: FILE, flags });
  await server.ready;
  const { inputs } = row as { inputs: object };
  const { status } = await invoke(await server.listening, { inputs });
  expect(await server.stop()).toBe(0);
  return { status, messages: server.logs.map(({ message }) => message) };
}

/** The same number of characters, which is all of a file that V8 compares with the code it is given. */
function changeWhatReadySays(): void {
  writeFileSync(script, source.replaceAll('golden cases agree', 'GOLDEN CASES AGREE'));
}

it.each(['Dockerfile', 'Dockerfile.gpu'])('lies beside all that %s copies and starts', (name) => {
  const lines = readFileSync(join(container, name), 'utf8').split('\n');
  const copied = lines.filter((line) => /^COPY (?!--from)/.test(line)).flatMap((line) => line.split(' ').slice(1, -1));
  const started = lines.flatMap((line) => /^(?:ENTRYPOINT.*\/|RUN node )(\w+\.js)/.exec(line)?.[1] ?? []);
  expect(started.length).toBeGreaterThan(0);
  expect(copied).toEqual(expect.arrayContaining(started));
  expect(readdirSync(container)).toEqual(expect.arrayContaining(copied));
});

it('starts the server where nothing was compiled', async () => {
  expect(kept()).toEqual([]);
  expect(await serve()).toMatchObject({ status: 200 });
});

it('keeps no code of a server that does not answer', async () => {
  const server = new ServerProcess(bundles.directory, { NODE_PATH: scratch }, ['compile'], { file: FILE });
  expect(await server.exited).toBe(1);
  expect(server.failure).toMatchObject({ code: 'EngineMissing' });
  expect(kept()).toEqual([]);
});

describe('once it was compiled', () => {
  beforeAll(async () => {
    const server = new ServerProcess(bundles.directory, { TMPDIR: scratch }, ['compile'], { file: FILE });
    expect(await server.exited).toBe(0);
  });

  it('has one file of code, and nothing is left of the model that it tried', () => {
    expect(kept()).toEqual([expect.stringMatching(/^server-[0-9a-f]{16}\.code$/)]);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('starts with that code', async () => {
    changeWhatReadySays();
    expect(await serve()).toMatchObject({ status: 200, messages: expect.arrayContaining(['golden cases agree']) });
  });

  it('compiles as always where V8 runs with other flags', async () => {
    changeWhatReadySays();
    const { status, messages } = await serve({}, ['--stack-size=900']);
    expect(status).toBe(200);
    expect(messages).toContain('GOLDEN CASES AGREE');
  });

  it('starts the processes of versions with it, too', async () => {
    changeWhatReadySays();
    const { status, messages } = await serve({ INFERENCE_RELOAD: 'true' });
    expect(status).toBe(200);
    expect(messages).toContain('golden cases agree');
  });
});
