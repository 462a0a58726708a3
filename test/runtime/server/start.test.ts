import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
const code = join(container, 'server.code');
const UNUSED = 'the code kept of server.js is not used: run `node start.js compile` with this Node.js';
const OTHER = 'it is of another server.js';
const row = JSON.parse(readFileSync(join(example('v1'), 'golden.jsonl'), 'utf8').split('\n')[0]) as object;

/** What the server said, and the status of its first answer. */
async function serve(variables: Record<string, string> = {}, flags: string[] = []) {
  const given = { INFERENCE_MODEL_DIRECTORY: example('v1'), ...variables };
  const server = new ServerProcess(bundles.directory, given, ['serve'], { file: FILE, flags });
  await server.ready;
  const { inputs } = row as { inputs: object };
  const { status } = await invoke(await server.listening, { inputs });
  expect(await server.stop()).toBe(0);
  const unused = server.logs
    .filter(({ message }) => message === UNUSED)
    .map((entry) => [entry.level, (entry as unknown as { reason: string }).reason]);
  return { status, unused, messages: server.logs.map(({ message }) => message) };
}

async function compile(): Promise<number | null> {
  const server = new ServerProcess(bundles.directory, { TMPDIR: scratch }, ['compile'], { file: FILE });
  const exitCode = await server.exited;
  expect(server.logs.map(({ message }) => message)).not.toContain(UNUSED);
  return exitCode;
}

/** The same number of characters, which is all of a file that V8 compares with the code it is given. */
const changed = source.replaceAll('golden cases agree', 'GOLDEN CASES AGREE');

it.each(['Dockerfile', 'Dockerfile.gpu'])('lies beside all that %s copies and starts', (name) => {
  const lines = readFileSync(join(container, name), 'utf8').split('\n');
  const copied = lines.filter((line) => /^COPY (?!--from)/.test(line)).flatMap((line) => line.split(' ').slice(1, -1));
  const started = lines.flatMap((line) => /^(?:ENTRYPOINT.*\/|RUN node )(\w+\.js)/.exec(line)?.[1] ?? []);
  expect(started.length).toBeGreaterThan(0);
  expect(copied).toEqual(expect.arrayContaining(started));
  // What server.js starts threads with, whatever starts server.js.
  const scripts = readdirSync(container).filter((file) => file.endsWith('.js') && file !== 'start.js');
  expect(scripts.length).toBeGreaterThan(2);
  expect(copied).toEqual(expect.arrayContaining(scripts));
  expect(readdirSync(container)).toEqual(expect.arrayContaining(copied));
});

it('starts the server where nothing was compiled', async () => {
  expect(existsSync(code)).toBe(false);
  expect(await serve()).toMatchObject({ status: 200, unused: [] });
});

it('keeps no code of a server that does not answer', async () => {
  const server = new ServerProcess(bundles.directory, { NODE_PATH: scratch }, ['compile'], { file: FILE });
  expect(await server.exited).toBe(1);
  expect(server.failure).toMatchObject({ code: 'EngineMissing' });
  expect(existsSync(code)).toBe(false);
});

it('keeps no code of a server that refuses its request, and says so', async () => {
  const limit = { INFERENCE_MAX_BODY_BYTES: '16' };
  const server = new ServerProcess(bundles.directory, limit, ['compile'], { file: FILE });
  expect(await server.exited).toBe(1);
  expect(server.failure).toMatchObject({
    code: 'PracticeFailed',
    message:
      "the request of 'compile' (413): must be answered with 200. Compile without variables that limit the server.",
  });
  expect(existsSync(code)).toBe(false);
});

describe('where the file of code cannot be read', () => {
  beforeAll(() => mkdirSync(code));
  afterAll(() => rmdirSync(code));

  it('compiles as always, and says so', async () => {
    expect(await serve()).toMatchObject({ status: 200, unused: [['info', 'it cannot be read (EISDIR)']] });
  });

  it('does not keep any', async () => {
    const server = new ServerProcess(bundles.directory, { TMPDIR: scratch }, ['compile'], { file: FILE });
    expect(await server.exited).toBe(1);
    expect(server.failure).toMatchObject({
      code: 'CodeUnwritable',
      message: `${code} (EISDIR): must be a file to write. Compile where its folder can be written to.`,
    });
  });
});

describe('once it was compiled', () => {
  beforeAll(async () => {
    // V8 is given code of another text than the one it stands for: what is said tells which of them runs.
    writeFileSync(script, changed);
    expect(await compile()).toBe(0);
    const kept = readFileSync(code);
    writeFileSync(code, Buffer.concat([kept.subarray(0, kept.length - changed.length), Buffer.from(source)]));
    writeFileSync(script, source);
  });

  it('nothing is left of the model that it tried', () => {
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('starts with that code', async () => {
    const { status, unused, messages } = await serve();
    expect([status, unused]).toEqual([200, []]);
    expect(messages).toContain('GOLDEN CASES AGREE');
  });

  it('compiles as always where V8 runs with other flags, and says so', async () => {
    const { status, unused, messages } = await serve({}, ['--stack-size=900']);
    expect([status, unused]).toEqual([200, [['info', 'it is of another Node.js, or of one with other flags']]]);
    expect(messages).toContain('golden cases agree');
  });

  it.each([
    ['another server.js that is as long', source.replaceAll('golden cases agree', 'golden cases AGREE')],
    ['a longer server.js', `${source}\n`],
    ['a shorter server.js', source.trimEnd()],
  ])('runs %s', async (_, text) => {
    writeFileSync(script, text);
    const { status, unused, messages } = await serve();
    expect([status, unused]).toEqual([200, [['info', OTHER]]]);
    expect(messages).not.toContain('GOLDEN CASES AGREE');
  });

  it('starts the processes of versions with it, too', async () => {
    const { status, unused, messages } = await serve({ INFERENCE_RELOAD: 'true' });
    expect([status, unused]).toEqual([200, []]);
    expect(messages).toContain('GOLDEN CASES AGREE');
  });

  it('says once that it is not used, whatever the number of processes', async () => {
    writeFileSync(script, changed);
    expect(await serve({ INFERENCE_RELOAD: 'true' })).toMatchObject({ status: 200, unused: [['info', OTHER]] });
  });
});
