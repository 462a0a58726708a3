import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleRuntime, example, fixture } from '../support/bundles';
import { heldOutCases } from '../support/held-out';
import { until, VersionsServer } from '../support/versions-server';

jest.setTimeout(60_000);

const bundles = bundleRuntime();
afterAll(() => bundles.remove());

const ROW = heldOutCases('v1')[0].inputs.features;
let versions: VersionsServer;
beforeEach(() => {
  versions = new VersionsServer(bundles.directory);
});
afterEach(async () => {
  try {
    expect(await versions.stop()).toBe(0);
  } finally {
    versions.remove();
  }
});

/** Status, version in the header, version in the body. */
const answerOf = async (headers: Record<string, string> = {}): Promise<unknown[]> => {
  const { status, headers: answered, body } = await versions.ask(ROW, headers);
  return [
    status,
    answered['x-inference-version'],
    (JSON.parse(body) as { model?: { version: string } }).model?.version,
  ];
};
const started = (): string[] =>
  versions.server.logs.filter(({ message, process }) => message === 'ready' && process).map(({ process }) => process!);
const errors = (): object[] =>
  versions.server.logs.filter(({ level, process }) => level === 'error' && process === undefined);

describe('reading the directory again', () => {
  beforeEach(async () => {
    versions.putExample('v1', 'v2');
    await versions.start();
  });

  it('loads what is new and unloads what is gone', async () => {
    versions.putExample('v3');
    rmSync(join(versions.directory, 'v1'), { recursive: true });
    const row = (version: string) => ({ name: 'diagnosis', version, state: 'READY', reason: '' });
    expect(await versions.load()).toEqual([200, [row('3.0.0'), row('2.0.0')]]);
    expect(await answerOf()).toEqual([200, '3.0.0', '3.0.0']);
    expect((await answerOf({ 'X-Inference-Version': '1.0.0' }))[0]).toBe(404);
    expect(started()).toEqual(['1.0.0', '2.0.0', '3.0.0']);
    await until(() => versions.children().length === 2);
    expect(versions.sockets()).toHaveLength(2);
  });

  it('does nothing where nothing has changed, unless it is forced to', async () => {
    const before = versions.children();
    expect((await versions.load())[0]).toBe(200);
    expect(versions.children()).toEqual(before);
    expect((await versions.load('{"parameters":{"force":true}}'))[0]).toBe(200);
    await until(() => versions.children().every((pid) => !before.includes(pid)));
    expect(await answerOf()).toEqual([200, '2.0.0', '2.0.0']);
  });

  it('happens on SIGHUP', async () => {
    versions.putExample('v3');
    versions.server.signal('SIGHUP');
    await until(async () => (await answerOf())[1] === '3.0.0');
  });

  it('is done once for all who ask during another one', async () => {
    versions.putExample('v3');
    const replies = await Promise.all(Array.from({ length: 5 }, () => versions.load('{"parameters":{"force":true}}')));
    expect(replies.map(([status]) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(versions.server.logs.filter(({ message }) => message === 'loaded')).toHaveLength(3);
  });

  it.each<[string, string, (directory: string) => void, unknown[]]>([
    [
      'a truncated model',
      'ModelUnloadable',
      (directory) => truncateSync(join(directory, 'model.onnx'), 100),
      ['3.0.0', 'ModelUnloadable'],
    ],
    [
      'a model whose golden cases disagree',
      'GoldenMismatch',
      (directory) => writeFileSync(join(directory, 'golden.jsonl'), golden([[0.5, 0.5]])),
      ['3.0.0', 'ModelUnloadable'],
    ],
    [
      'a manifest that is none',
      'ManifestInvalid',
      (directory) => writeFileSync(join(directory, 'model.json'), '{'),
      [undefined, 'ManifestInvalid'],
    ],
    [
      'no model',
      'ModelFileMissing',
      (directory) => rmSync(join(directory, 'model.onnx')),
      ['3.0.0', 'ModelUnloadable'],
    ],
  ])('refuses %s (%s) and goes on with what is served', async (_, code, spoil, [version, logged]) => {
    const before = versions.children();
    versions.put(example('v3'), 'v3', spoil);
    expect(await versions.load()).toEqual([
      400,
      { error: `The model cannot be loaded (${code}): its log says why.`, code: 'ModelUnloadable' },
    ]);
    expect(await answerOf()).toEqual([200, '2.0.0', '2.0.0']);
    expect(versions.children()).toEqual(before);
    const line = { message: 'reload failed, what was served goes on', code: logged, ...(version ? { version } : {}) };
    expect(errors()).toMatchObject([line]);
    versions.putExample('v3');
    expect((await versions.load())[0]).toBe(200);
    expect(await answerOf()).toEqual([200, '3.0.0', '3.0.0']);
  });

  it('changes nothing where one of several new versions is spoilt', async () => {
    versions.put(example('v1'), 'v0', (directory) => rewrite(directory, '0.9.0'));
    versions.put(example('v3'), 'v3', (directory) => truncateSync(join(directory, 'model.onnx'), 100));
    expect((await versions.load())[0]).toBe(400);
    expect(await versions.index()).toEqual([
      ['2.0.0', 'READY'],
      ['1.0.0', 'READY'],
    ]);
    await until(() => versions.children().length === 2);
  });

  it.each([
    ['another model', 'other', '', 404, { code: 'ModelUnknown', expected: "'diagnosis'" }],
    ['what Triton would also take', 'diagnosis', '{"parameters":{"config":"{}"}}', 400, { code: 'BodyInvalid' }],
    ['what is no JSON', 'diagnosis', '{', 400, { code: 'BodyInvalid' }],
    ['a force that is none', 'diagnosis', '{"parameters":{"force":1}}', 400, { code: 'BodyInvalid' }],
  ])('refuses to load %s', async (_, model, body, status, fault) => {
    expect(await versions.load(body, model)).toMatchObject([status, fault]);
    expect(started()).toEqual(['1.0.0', '2.0.0']);
  });
});

it('replaces the only package of a directory, whatever its version', async () => {
  versions.put(example('v2'), '.');
  await versions.start();
  expect(await answerOf()).toEqual([200, '2.0.0', '2.0.0']);
  for (const [source, version] of [
    ['v3', '3.0.0'],
    ['v1', '1.0.0'],
  ]) {
    versions.put(example(source), '.');
    expect((await versions.load())[0]).toBe(200);
    expect(await answerOf()).toEqual([200, version, version]);
  }
});

it('lets what was asked of a version before it was replaced finish', async () => {
  versions.put(fixture('slow-loop'), 'only');
  await versions.start();
  const [old] = versions.children();
  const asked = versions.ask([100_000]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  versions.put(fixture('slow-loop'), 'only', (directory) => rewrite(directory, '2.0.0'));
  expect((await versions.load('', 'slow-loop'))[0]).toBe(200);
  expect((await versions.ask([1])).headers['x-inference-version']).toBe('2.0.0');
  const { status, headers } = await asked;
  expect([status, headers['x-inference-version']]).toEqual([200, '1.0.0']);
  await until(() => !versions.children().includes(old));
});

it('gives up what it is loading when it is told to stop, and says so', async () => {
  versions.put(fixture('slow-loop'), 'only');
  await versions.start();
  versions.put(fixture('slow-loop'), 'next', (directory) => {
    rewrite(directory, '2.0.0');
    // Would take minutes.
    const endless = { inputs: { iterations: [100_000_000] }, outputs: { value: [1] } };
    writeFileSync(join(directory, 'golden.jsonl'), `${JSON.stringify(endless)}\n`);
  });
  const asked = versions.load('', 'slow-loop');
  await until(() =>
    versions.server.logs.some(({ message, process }) => message === 'listening' && process === '2.0.0'),
  );
  expect(await versions.stop()).toBe(0);
  expect(await asked).toMatchObject([503, { code: 'NotReady', got: 'stopping' }]);
});

function rewrite(directory: string, version: string): void {
  const file = join(directory, 'model.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, version }));
}

function golden(probabilities: number[][]): string {
  return `${JSON.stringify({ inputs: { features: ROW }, outputs: { probabilities } })}\n`;
}
