import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { invoke } from '../support/http';
import { runtimeEnvironment, runtimeNode } from '../support/runtime-node';
import { ServerProcess } from '../support/server-process';
import { matMulModel } from '../support/mat-mul-model';

jest.setTimeout(60_000);

/** 9 MB of weights: more than is worth baking, and more than is loaded into the process itself. */
const SIZE = 1500;
const bundles = bundleRuntime();
const scratch = mkdtempSync(join(tmpdir(), 'baked-'));
const model = join(scratch, 'model');
const baked = join(bundles.directory, 'container', 'baked');
beforeAll(() => {
  mkdirSync(model);
  writeFileSync(join(model, 'model.onnx'), matMulModel(SIZE));
  const signature = {
    inputs: [{ name: 'x', type: 'float32', shape: ['batch', SIZE] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['batch', SIZE] }],
  };
  writeFileSync(join(model, 'model.json'), JSON.stringify({ name: 'large', version: '1.0.0', signature }));
});
afterAll(() => {
  bundles.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** No file can be made there, whoever tries. */
const NOWHERE = { TMPDIR: '/dev/null/nowhere' };
const row = Array.from({ length: SIZE }, (_, at) => at % 7);

/** What a server does with the model: its log and its answer. */
async function serve(variables: Record<string, string>) {
  const server = await ServerProcess.start(bundles.directory, { INFERENCE_MODEL_DIRECTORY: model, ...variables });
  const { body } = await invoke(await server.listening, { instances: [row] });
  await server.stop();
  const { outputs } = JSON.parse(body) as { outputs: { y: number[][] } };
  const placed = server.logs.find(({ message }) => message === 'the model is placed');
  return { placed, messages: server.logs.map(({ message }) => message), y: outputs.y[0] };
}

it('serves the model as it is where it cannot be baked, and says so', async () => {
  const { placed, messages, y } = await serve(NOWHERE);
  expect(placed).toMatchObject({ engine: 'worker threads', isBaked: false });
  expect(messages.includes('the model is not baked: one worker has all threads')).toBe(onSeveral());
  expect(y).toHaveLength(SIZE);
});

it('bakes it where it is asked to, and then serves that with the same answers', async () => {
  const environment = runtimeEnvironment({ INFERENCE_MODEL_DIRECTORY: model });
  const plain = await serve(NOWHERE);
  execFileSync(runtimeNode(), [join(bundles.directory, 'container', 'server.js'), 'bake', baked], { env: environment });
  const [key, ...others] = readdirSync(baked);
  expect(others).toEqual([]);
  expect(readdirSync(join(baked, key)).sort()).toEqual(['model.data', 'model.onnx']);
  const { placed, y } = await serve(NOWHERE);
  expect(placed).toMatchObject({ engine: 'worker threads', isBaked: true });
  expect(y).toEqual(plain.y);
});

it('does not serve what was baked of another model', async () => {
  const { placed } = await serve({ ...NOWHERE, INFERENCE_MODEL_DIGEST: 'sha256:34' });
  expect(placed).toMatchObject({ isBaked: false });
});

it.each(['processor', 'onnxruntime'])('does not serve what was baked for another %s, and says so', async (other) => {
  const preload = join(__dirname, '..', 'support', 'other-machine.cjs');
  const { placed, messages, y } = await serve({
    ...NOWHERE,
    TEST_OTHER: other,
    NODE_OPTIONS: `--require ${preload}`,
  });
  expect(placed).toMatchObject({ isBaked: false });
  expect(messages.includes('the model is not baked: one worker has all threads')).toBe(onSeveral());
  expect(y).toHaveLength(SIZE);
});

it('goes back to the source where what was baked is not usable, and says so', async () => {
  writeFileSync(join(baked, readdirSync(baked)[0], 'model.onnx'), 'x');
  const { placed, messages, y } = await serve(NOWHERE);
  expect(placed).toMatchObject({ isBaked: false });
  expect(messages).toContain('the baked model is not usable, its source is used');
  expect(y).toHaveLength(SIZE);
});

it('removes from its cache what nobody has used for long, when it adds to it', async () => {
  const temporary = join(scratch, 'tmp');
  const cache = join(temporary, `inference-baked-${process.getuid?.()}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const old = Array.from({ length: 6 }, (_, at) => String(at).repeat(32));
  for (const [at, name] of old.entries()) {
    mkdirSync(join(cache, name));
    utimesSync(join(cache, name), at, at);
  }
  const { placed } = await serve({ TMPDIR: temporary, INFERENCE_MODEL_DIGEST: 'sha256:56' });
  const isBaked = onSeveral();
  expect(placed).toMatchObject({ isBaked });
  expect(old.filter((name) => existsSync(join(cache, name)))).toEqual(isBaked ? old.slice(2) : old);
  expect(readdirSync(cache)).toHaveLength(isBaked ? 5 : 6);
});

/** Whether there is more than one processor, and so a reason to bake at the first start. */
function onSeveral(): boolean {
  const text = execFileSync(runtimeNode(), ['-p', 'os.availableParallelism()'], { encoding: 'utf8' });
  return Number(text) > 1;
}
