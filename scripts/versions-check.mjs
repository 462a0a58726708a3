// A server with versions of a model, under load, again and again:
//   node scripts/versions-check.mjs reloads [100]   the model is replaced, under load so often that no request may be lost,
//                                                   then without as often: memory stays flat
//   node scripts/versions-check.mjs kills [100]     its processes are killed: every request is answered or refused
// Options: --server FILE. Prints one line of JSON; exits with 1 where that does not hold. Linux only.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer } from './server-process.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  options: { server: { type: 'string', default: join(root, 'runtime/dist/container/server.js') } },
  allowPositionals: true,
});
const times = Number(positionals[1] ?? 100);
const CLIENTS = 8;
/** Fewer for each version than end a server. */
const KILLS_A_SERVER = 9;
/** Of so many values at both ends the median is compared. */
const MEASURED = 10;

const scratch = mkdtempSync(join(tmpdir(), 'versions-check-'));
const model = join(scratch, 'model');
const examples = ['v1', 'v2', 'v3'].map((name) => {
  const directory = join(root, 'examples/diagnosis/models', name);
  const { version } = JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8'));
  const lines = readFileSync(join(directory, 'golden.jsonl'), 'utf8').trim().split('\n');
  return { directory, version, cases: lines.map((line) => JSON.parse(line)) };
});

function put(source, target) {
  const made = join(scratch, 'made');
  const old = join(scratch, 'old');
  cpSync(source, made, { recursive: true });
  rmSync(old, { recursive: true, force: true });
  try {
    renameSync(target, old);
  } catch {
    // It is the first.
  }
  renameSync(made, target);
}

function send(port, agent, path, headers, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, agent, method: 'POST', path, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode, headers: incoming.headers, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Clients that ask until they are stopped; an answer must be the right one of the version that it names. */
function load(port, mayPin, count) {
  const agent = new Agent({ keepAlive: true });
  const state = { isOver: false };
  const client = async () => {
    while (!state.isOver) {
      const wanted = mayPin ? examples[Math.floor(Math.random() * 4)] : undefined;
      const at = Math.floor(Math.random() * examples[0].cases.length);
      // The versions share their held-out rows.
      const body = JSON.stringify({ inputs: examples[0].cases[at].inputs });
      const pin = wanted === undefined ? {} : { 'X-Inference-Version': wanted.version };
      try {
        const answer = await send(port, agent, '/invocations', { 'Content-Type': 'application/json', ...pin }, body);
        count[judge(answer, wanted, at)]++;
      } catch {
        count.lost++;
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  return async () => {
    state.isOver = true;
    await Promise.all(clients);
    agent.destroy();
  };
}

function judge({ status, headers, body }, wanted, at) {
  const answer = JSON.parse(body);
  if (status === 503 && answer.code === 'EngineLost' && answer.retryAfter > 0) {
    return 'refused';
  }
  const version = headers['x-inference-version'];
  const example = examples.find((one) => one.version === version);
  const isRight =
    status === 200 &&
    answer.model.version === version &&
    (wanted === undefined || wanted === example) &&
    isNear(answer.outputs.probabilities.flat(), example.cases[at].outputs.probabilities.flat());
  return isRight ? 'right' : 'wrong';
}

const isNear = (got, expected) => got.every((value, index) => Math.abs(value - expected[index]) <= 1e-5);

function childrenOf({ pid }) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
}

/** The process of a version; undefined while there is none. */
function processOf(child, version) {
  return childrenOf(child).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`INFERENCE_PROCESS_NAME=${version}\0`);
    } catch {
      // It has just ended.
      return false;
    }
  });
}

/** Resident memory of the server and its processes, in MB. Proportional memory would depend on its neighbours. */
function memoryOf(child) {
  const kibibytes = [child.pid, ...childrenOf(child)].map((pid) =>
    Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]),
  );
  return Math.round(kibibytes.reduce((sum, size) => sum + size, 0) / 1024);
}

const start = () => startServer(values.server, model, { INFERENCE_RELOAD: 'true' });

async function stop({ child, exited }) {
  child.kill('SIGTERM');
  const { code } = await exited;
  return code;
}

async function reload(server, number, total) {
  put(examples[number % examples.length].directory, model);
  const { status } = await send(server.port, undefined, '/v2/repository/models/diagnosis/load', {}, '');
  total.reloads += status === 200 ? 1 : 0;
}

/** First under load, where the collector of garbage decides how much memory there is; then without, where it is measured. */
async function reloads(total) {
  put(examples[0].directory, model);
  const server = await start();
  for (let number = 1; number <= times; number++) {
    const stopLoad = load(server.port, false, total);
    await reload(server, number, total);
    await stopLoad();
  }
  const memory = [];
  for (let number = 1; number <= times; number++) {
    await reload(server, number, total);
    while (childrenOf(server.child).length > 1) {
      await pause(10);
    }
    memory.push(memoryOf(server.child));
  }
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  total.firstMB = median(memory.slice(0, MEASURED));
  total.lastMB = median(memory.slice(-MEASURED));
  total.largestMB = Math.max(...memory);
  total.exitCode = await stop(server);
  return total.reloads === 2 * times && total.refused === 0 && total.lastMB <= 1.1 * total.firstMB;
}

async function kills(total) {
  mkdirSync(model);
  examples.forEach(({ directory, version }) => put(directory, join(model, version)));
  total.exitCode = 0;
  while (total.kills < times) {
    const server = await start();
    const stopLoad = load(server.port, true, total);
    const victims = Array.from({ length: Math.min(KILLS_A_SERVER, times - total.kills) }, (_, at) => examples[at % 3]);
    for (const { version } of victims.sort(() => Math.random() - 0.5)) {
      await pause(Math.random() * 400);
      let found;
      while ((found = processOf(server.child, version)) === undefined) {
        await pause(5);
      }
      process.kill(Number(found), 'SIGKILL');
      total.kills++;
    }
    await stopLoad();
    total.exitCode ||= await stop(server);
  }
  return true;
}

const total = { [positionals[0]]: 0, right: 0, refused: 0, wrong: 0, lost: 0 };
const work = { reloads, kills }[positionals[0]];
try {
  const holds = await work(total);
  console.log(JSON.stringify(total));
  process.exitCode = holds && total.wrong + total.lost === 0 && total.right > 0 && total.exitCode === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}
