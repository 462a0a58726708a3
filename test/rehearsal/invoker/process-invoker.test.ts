import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Asset, FunctionVersion } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { CloudAssemblyReader } from '@inference-constructs/rehearsal/assembly/cloud-assembly-reader';
import type { RunningVersion } from '@inference-constructs/rehearsal/invoker/invoker';
import { ProcessInvoker } from '@inference-constructs/rehearsal/invoker/process-invoker';
import { assetDirectory } from '@inference-constructs/rehearsal/invoker/asset-directory';
import { temporaryFolder, v2 } from '../support/assembly';
import { bundles } from '../support/bundles';

const folder = temporaryFolder();
const invoker = new ProcessInvoker(bundles().host);
const declared = new CloudAssemblyReader().read(v2, '2').functions[0].version;
const running: RunningVersion[] = [];
// What is unzipped is kept there.
jest.spyOn(os, 'tmpdir').mockReturnValue(folder);

async function start(version: Partial<FunctionVersion> = {}): Promise<RunningVersion> {
  const started = await invoker.start({ ...declared, ...version }, 'live');
  running.push(started);
  return started;
}

afterEach(() => Promise.all(running.splice(0).map((version) => version.stop())));

/** A zip file as an asset. */
function zip(name: string, files: Record<string, string>): Asset {
  const path = join(folder, `${name}.zip`);
  writeFileSync(path, zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, strToU8(text)]))));
  return { key: `${name}.zip`, path, isZip: true };
}

describe('an invocation', () => {
  test('gives the answer, the duration and what was written meanwhile', async () => {
    const version = await start();
    const first = await version.invoke({ row: 1 });
    expect(first).toMatchObject({
      answer: { positive: 0, echo: { row: 1 } },
      lines: ['a line that is no metric', expect.stringMatching(/^{"_aws"/)],
    });
    expect(first.error).toBeUndefined();
    expect(first.durationMilliseconds).toBeGreaterThan(0);
    expect(first.initMilliseconds).toBeGreaterThan(first.durationMilliseconds);
    const second = await version.invoke({ row: 2 });
    expect(second.initMilliseconds).toBeUndefined();
    expect(second.lines).toHaveLength(2);
  });

  test('an error of the handler', async () => {
    const version = await start();
    const { error, answer } = await version.invoke({ do: 'throw' });
    expect(error).toEqual({ type: 'RangeError', message: 'asked to fail' });
    expect(answer).toBeUndefined();
  });

  test('lines without an end, and long ones', async () => {
    const version = await start();
    const long = 'x'.repeat(300_000);
    expect((await version.invoke({ do: 'write', text: `${long}\nlast` })).lines).toEqual([long, 'last']);
    expect((await version.invoke({ do: 'write', text: '' })).lines).toEqual([]);
  });

  test('a handler with a callback', async () => {
    const version = await start({ handler: 'index.old' });
    expect((await version.invoke({})).answer).toEqual({ called: 'back' });
  });
});

describe('a sandbox', () => {
  test('has the environment that Lambda gives, and nothing of this machine', async () => {
    process.env.REHEARSAL_TEST_SECRET = 'mine';
    const version = await start();
    const { answer } = await version.invoke({ do: 'tell' });
    delete process.env.REHEARSAL_TEST_SECRET;
    const { env, context, cwd, left } = answer as {
      env: Record<string, string>;
      context: object;
      cwd: string;
      left: number;
    };
    expect(env).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: 'App-Fn',
      AWS_LAMBDA_FUNCTION_VERSION: '2',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      LAMBDA_TASK_ROOT: declared.code.path,
      _HANDLER: 'index.handler',
      DIGEST: 'sha256:2',
    });
    expect(
      Object.keys(env)
        .filter((name) => !(name in declared.environment) && !/^(AWS_|LAMBDA_|_HANDLER$)/.test(name))
        .sort(),
    ).toEqual(['LANG', 'NODE_PATH', 'PATH', 'TZ']);
    expect(cwd).toBe(declared.code.path);
    expect(context).toMatchObject({
      functionName: 'App-Fn',
      functionVersion: '2',
      memoryLimitInMB: '512',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:App-Fn:live',
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(1000);
  });

  test("runs on the Node.js of the function's runtime, and says so where it is another", async () => {
    expect((await start()).substitutions.filter((text) => !text.startsWith('Node.js '))).toEqual([]);
    const other = await start({ runtime: 'nodejs99.x' });
    expect(other.substitutions).toEqual([expect.stringMatching(/^Node\.js \d+\.\d+\.\d+ stood in for nodejs99\.x$/)]);
  });

  test('ends at the timeout, and the next request starts another', async () => {
    const version = await start();
    const late = await version.invoke({ do: 'hang' });
    expect(late.error).toEqual({ type: 'Sandbox.Timedout', message: 'timed out after 1 s' });
    expect(late.durationMilliseconds).toBe(1000);
    const next = await version.invoke({ row: 1 });
    expect(next.error).toBeUndefined();
    expect(next.initMilliseconds).toBeGreaterThan(0);
  });

  test('that ends by itself fails the request', async () => {
    const version = await start();
    expect((await version.invoke({ do: 'exit' })).error).toEqual({
      type: 'Runtime.ExitError',
      message: 'the process ended with 3',
    });
    expect((await version.invoke({ row: 1 })).error).toBeUndefined();
  });

  test.each<[string, Partial<FunctionVersion>, object]>([
    [
      'that breaks while loading',
      { environment: { ...declared.environment, FAIL: 'init' } },
      { type: 'TypeError', message: 'broken at start' },
    ],
    [
      'whose handler has no file',
      { handler: 'app.handler' },
      { type: 'Runtime.ImportModuleError', message: 'no file for the handler app.handler' },
    ],
    [
      'whose handler is no function',
      { handler: 'index.nothing' },
      { type: 'Runtime.HandlerNotFound', message: 'index.nothing is no function' },
    ],
  ])('%s fails every request, and is started three times at most', async (_, version, error) => {
    const broken = await start(version);
    const invocations = [];
    for (let i = 0; i < 5; i++) invocations.push(await broken.invoke({}));
    expect(invocations.map((invocation) => invocation.error)).toEqual(new Array(5).fill(error));
    expect(invocations.filter(({ initMilliseconds }) => initMilliseconds !== undefined)).toHaveLength(3);
  });
});

describe('packages', () => {
  const resolved = async (version: RunningVersion, what: string) =>
    (await version.invoke({ do: 'resolve', what })).answer;

  test('of the folders above the assembly are not seen', async () => {
    const version = await start();
    expect((await version.invoke({ do: 'resolve', what: 'fflate' })).error?.message).toMatch(
      /^Cannot find module 'fflate'/,
    );
  });

  test('of a layer are, from its zip file', async () => {
    const asset = zip('pure', { 'nodejs/node_modules/pure/index.js': '' });
    const version = await start({ layers: [{ asset }] });
    expect(await resolved(version, 'pure')).toBe(join(assetDirectory(asset), 'nodejs/node_modules/pure/index.js'));
  });

  const native = (version: string) => ({
    'nodejs/node_modules/onnxruntime-node/package.json': JSON.stringify({
      name: 'onnxruntime-node',
      version,
      main: 'index.js',
    }),
    'nodejs/node_modules/onnxruntime-node/index.js': '',
  });
  const foreign = process.arch === 'x64' ? 'arm64' : 'x86_64';
  const { version: own } = JSON.parse(readFileSync(require.resolve('onnxruntime-node/package.json'), 'utf8')) as {
    version: string;
  };

  test("of a layer for another machine are replaced by this machine's, which is said", async () => {
    const version = await start({ architecture: foreign, layers: [{ asset: zip('foreign', native(own)) }] });
    expect(version.substitutions).toContain(
      `onnxruntime-node ${own} of this machine (${process.platform}-${process.arch}) stood in for ` +
        `onnxruntime-node of the layer for linux-${foreign === 'arm64' ? 'arm64' : 'x64'} (${own})`,
    );
    expect(await resolved(version, 'onnxruntime-node')).toBe(require.resolve('onnxruntime-node'));
  });

  test('of a layer that only AWS has are replaced too', async () => {
    const version = await start({ layers: [{ arn: 'arn:aws:lambda:eu-west-1:1:layer:onnx:3' }] });
    expect(version.substitutions[0]).toMatch(
      / stood in for layer arn:aws:lambda:eu-west-1:1:layer:onnx:3, which is not in the assembly$/,
    );
  });

  test('are not replaced by another version', async () => {
    const other = { architecture: foreign, layers: [{ asset: zip('other', native('0.1.0')) }] };
    await expect(invoker.start({ ...declared, ...other }, 'live')).rejects.toMatchObject({
      code: 'OnnxruntimeMismatch',
      message: expect.stringContaining(`onnxruntime-node of this machine (${own}): must be 0.1.0 to stand in for `),
    });
  });

  test('a layer that is no zip file is refused', async () => {
    const path = join(folder, 'text.zip');
    writeFileSync(path, 'text');
    const asset = { key: 'text.zip', path, isZip: true };
    await expect(invoker.start({ ...declared, layers: [{ asset }] }, 'live')).rejects.toThrow(
      `${path} (not a zip file): must be one. make the zip again`,
    );
  });

  test('an entry that leads out of the zip file is refused, and leaves nothing', () => {
    const asset = zip('outside', { '../outside.txt': 'x' });
    expect(() => assetDirectory(asset)).toThrow(
      '(entry ../outside.txt): entries must stay inside. make the archive again',
    );
    const cache = join(assetDirectory(zip('beside', { a: '' })), '..');
    expect(readdirSync(cache).filter((name) => name.startsWith('outside'))).toEqual([]);
    expect(existsSync(join(cache, '..', 'outside.txt'))).toBe(false);
  });

  test('what was unzipped and not used for a week goes when another process begins', () => {
    const unused = assetDirectory(zip('unused', { a: '' }));
    const used = zip('used', { a: '' });
    const old = new Date(Date.now() - 8 * 86_400_000);
    for (const path of [unused, assetDirectory(used)]) utimesSync(path, old, old);
    expect(assetDirectory(used)).toBe(join(unused, '..', 'used'));
    jest.isolateModules(() => {
      const another = jest.requireActual<{ assetDirectory: typeof assetDirectory }>(
        '@inference-constructs/rehearsal/invoker/asset-directory',
      );
      another.assetDirectory(used);
    });
    expect([unused, join(unused, '..', 'used')].map((path) => existsSync(path))).toEqual([false, true]);
  });

  test('code in a zip file is run as well', async () => {
    const asset = zip('code', { 'index.mjs': 'export const handler = async () => "from a module";' });
    const version = await start({ code: asset });
    expect((await version.invoke({})).answer).toBe('from a module');
  });
});
