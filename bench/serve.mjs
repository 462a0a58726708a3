// Requests per second and server CPU per request: the built runtime with the example's model against a bare node:http
// server that sends the same answer bytes, in interleaved blocks of one run. Linux only (CPU time is read from /proc).
// node bench/serve.mjs [--blocks 9] [--seconds 1] [--clients 1,8,64] [--json FILE]
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';
import { startServer } from '../scripts/server-process.mjs';
import { median, medianInterval } from './statistics.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const { runtimeNode } = createRequire(import.meta.url)('../scripts/runtime-node.cjs');
const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '1' },
    clients: { type: 'string', default: '1,8,64' },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const clientCounts = values.clients.split(',').map(Number);
const model = join(root, 'examples/diagnosis/models/v1');

/** Time on a processor of all threads of a process, in microseconds. */
function cpuMicroseconds(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000,
    0,
  );
}

async function block(server, clients, seconds, body) {
  const before = cpuMicroseconds(server.child.pid);
  const load = [join(here, 'load.mjs'), server.port, clients, seconds * 1000, body].map(String);
  const { stdout } = await promisify(execFile)(runtimeNode(), load);
  const { requests, failures, milliseconds, p50, p99 } = JSON.parse(stdout);
  if (failures > 0) {
    throw new Error(`${failures} of ${requests} requests failed`);
  }
  const cpu = (cpuMicroseconds(server.child.pid) - before) / requests;
  return { requestsPerSecond: (requests / milliseconds) * 1000, cpu, p50, p99 };
}

async function ask(port, body) {
  const client = await KeepAliveClient.open(port);
  const answer = await client.send(postParts('/invocations', body));
  client.close();
  return answer.body;
}

const [row] = JSON.parse(readFileSync(join(model, 'golden.jsonl'), 'utf8').split('\n')[0]).inputs.features;
const body = JSON.stringify({ instances: [row] });
const runtime = await startServer(join(root, 'runtime/dist/container/server.js'), model);
const answer = await ask(runtime.port, body);
const floor = await startServer(join(here, 'floor-server.mjs'), answer);
const servers = { floor, runtime };

const results = [];
for (const clients of clientCounts) {
  const measured = { floor: [], runtime: [] };
  for (const name of ['floor', 'runtime']) {
    await block(servers[name], clients, 0.5, body);
  }
  for (let number = 0; number < blocks; number++) {
    for (const name of number % 2 === 0 ? ['floor', 'runtime'] : ['runtime', 'floor']) {
      measured[name].push(await block(servers[name], clients, Number(values.seconds), body));
    }
  }
  results.push(summary(clients, measured));
}
for (const server of [runtime, floor]) {
  server.child.kill('SIGTERM');
}

function summary(clients, { floor: floors, runtime: runtimes }) {
  const pairs = (compare) => {
    const ratios = floors.map((floorBlock, number) => compare(runtimes[number], floorBlock));
    return { median: median(ratios), interval: medianInterval(ratios) };
  };
  const medians = (list) =>
    Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((entry) => entry[key]))]));
  return {
    clients,
    floor: medians(floors),
    runtime: medians(runtimes),
    requestsRatio: pairs((a, b) => a.requestsPerSecond / b.requestsPerSecond),
    cpuRatio: pairs((a, b) => a.cpu / b.cpu),
    cpuAdded: pairs((a, b) => a.cpu - b.cpu),
  };
}

const number = (value, digits) => value.toFixed(digits);
const spread = ({ median: middle, interval }, digits) =>
  `${number(middle, digits)} (${interval.map((value) => number(value, digits)).join(' to ')})`;
console.log(`Node.js ${readVersion()}, ${blocks} blocks of ${values.seconds} s each, ${body.length}-byte request`);
console.log(
  '| clients | requests/s of the floor | of the runtime | ratio | CPU µs of the floor | of the runtime | added |',
);
console.log('|---|---|---|---|---|---|---|');
for (const { clients, floor: f, runtime: r, requestsRatio, cpuAdded } of results) {
  const counts = [clients, number(f.requestsPerSecond, 0), number(r.requestsPerSecond, 0), spread(requestsRatio, 2)];
  console.log(`| ${[...counts, number(f.cpu, 1), number(r.cpu, 1), spread(cpuAdded, 1)].join(' | ')} |`);
}
if (values.json !== undefined) {
  const head = { command: 'node bench/serve.mjs', node: readVersion(), blocks, seconds: Number(values.seconds) };
  writeFileSync(values.json, `${JSON.stringify({ ...head, results }, roundNumbers, 2)}\n`);
}

function roundNumbers(_, value) {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value;
}

function readVersion() {
  return JSON.parse(readFileSync(join(dirname(runtimeNode()), '..', 'package.json'), 'utf8')).version;
}
