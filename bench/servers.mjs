// Starts what is measured, and tells when it is ready. Linux only (CPU time is read from /proc).
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..');
export const { runtimeNode } = createRequire(import.meta.url)('../scripts/runtime-node.cjs');
const RUNTIME = join(root, 'runtime/dist/container/server.js');

/** Where what is made once is kept. */
export function cache() {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'inference-constructs');
}

/** A model package of the benchmarks, made by bench/models/make.py. */
export function benchModel(name) {
  return join(cache(), 'bench-models', name);
}

export function nodeVersion() {
  return execFileSync(runtimeNode(), ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

/** A process by its command; resolves when it says on standard error that it is ready. Times are from when it stands. */
export async function start(command, environment = {}) {
  const child = spawn(command[0], command.slice(1), {
    env: {
      ...process.env,
      NODE_PATH: join(root, 'node_modules'),
      SAGEMAKER_BIND_TO_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const begin = performance.now();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const entries = [];
  const ready = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      entries.push(parse(line));
      if (entries.at(-1).message === 'ready') resolve(performance.now());
    });
    void exited.then(() => reject(new Error(`${command.join(' ')} ended: ${JSON.stringify(entries)}`)));
  });
  return {
    port: entries.find(({ port }) => port !== undefined)?.port,
    entries,
    placed: entries.find(({ message }) => message === 'the model is placed'),
    pid: child.pid,
    readyMilliseconds: ready - begin,
    begin,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

export const startRuntime = (model, environment = {}, command = [runtimeNode()], script = RUNTIME) =>
  start([...command, script, 'serve'], { INFERENCE_MODEL_DIRECTORY: model, ...environment });

/** The server as its image has it, in a folder of its own: with the code that was compiled when it was built. Gives its script. */
export function imageInto(folder) {
  cpSync(dirname(RUNTIME), folder, { recursive: true });
  const script = join(folder, 'start.js');
  const env = { ...process.env, NODE_PATH: join(root, 'node_modules') };
  execFileSync(runtimeNode(), [script, 'compile'], { env, stdio: 'ignore' });
  return script;
}

/** Has the runtime bake a model into a folder of its own. Gives the baked file, and the environment in which it is found. */
export function bakeInto(scratch, model) {
  const places = join(scratch, `inference-baked-${process.getuid()}`);
  execFileSync(runtimeNode(), [RUNTIME, 'bake', places], {
    env: { ...process.env, NODE_PATH: join(root, 'node_modules'), INFERENCE_MODEL_DIRECTORY: model },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { file: join(places, readdirSync(places)[0], 'model.onnx'), environment: { TMPDIR: scratch } };
}

export const startFloor = (answer, model) =>
  start([runtimeNode(), join(here, 'floor-server.mjs'), answer, ...(model === undefined ? [] : [model])]);

/** `best` or `usual`; needs bench/peers/setup.sh to have run once. */
export function startPeer(kind, model, threads = 1) {
  const python = execFileSync('sh', [join(here, 'peers/setup.sh')], { encoding: 'utf8' }).trim();
  const environment = { INFERENCE_MODEL_DIRECTORY: model, PEER_THREADS: String(threads) };
  return start([python, join(here, `peers/fastapi_${kind}.py`)], environment);
}

/** Time on a processor of all threads of a process, in microseconds. */
export function cpuMicroseconds(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000,
    0,
  );
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
