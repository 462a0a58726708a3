// What is left of a server when more comes than it can do: in each block its capacity (clients that wait for their answers),
// then so many times that at a fixed rate, with a deadline on every request, then the same without deadlines and bounds.
// node bench/overload.mjs [--model minilm-int8] [--times 1.7] [--deadline 100] [--blocks 15] [--seconds 4] [--json FILE]
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { medians, pairs, spread, table, text, writeResult } from './blocks.mjs';
import { load } from './load.mjs';
import { benchModel, here, nodeVersion, runtimeNode, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'minilm-int8' },
    times: { type: 'string', default: '1.7' },
    deadline: { type: 'string', default: '100' },
    clients: { type: 'string', default: '8' },
    blocks: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '4' },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const milliseconds = Number(values.seconds) * 1000;
const directory = benchModel(values.model);
const body = `@${join(directory, 'request.json')}`;
const NO_BOUND = { INFERENCE_MAX_WAIT_MS: '3600000' };
const servers = { bounded: await startRuntime(directory), unbounded: await startRuntime(directory, NO_BOUND) };

async function capacity({ port }) {
  const { requests, failures, milliseconds: taken } = await load(port, values.clients, milliseconds, body);
  if (failures > 0) {
    throw new Error(`${failures} of ${requests} requests failed`);
  }
  return { rate: (requests / taken) * 1000 };
}

async function overload({ port }, rate, deadline) {
  const options = [port, rate, milliseconds, deadline, body].map(String);
  const { stdout } = await promisify(execFile)(runtimeNode(), [join(here, 'open-load.mjs'), ...options]);
  const result = JSON.parse(stdout);
  const { 200: accepted = 0, 429: refused = 0, ...others } = result.statuses;
  if (Object.keys(others).some((status) => status !== '503' && status !== '504')) {
    throw new Error(`unexpected answers: ${JSON.stringify(result.statuses)}`);
  }
  const { p50, p99, largest, inTime } = result;
  return { rate: (inTime / result.milliseconds) * 1000, accepted, refused, p50, p99, largest };
}

const measured = { capacity: [], bounded: [], unbounded: [] };
await capacity(servers.bounded);
for (let number = 0; number < blocks; number++) {
  const most = await capacity(servers.bounded);
  const rate = most.rate * Number(values.times);
  measured.capacity.push(most);
  measured.bounded.push(await overload(servers.bounded, rate, values.deadline));
  measured.unbounded.push(await overload(servers.unbounded, rate, 0));
}
await Promise.all(Object.values(servers).map(({ stop }) => stop()));
const results = {
  capacity: medians(measured.capacity),
  bounded: medians(measured.bounded),
  unbounded: medians(measured.unbounded),
  goodputOverCapacity: pairs(measured.bounded, measured.capacity, (a, b) => a.rate / b.rate),
  p99: spread(measured.bounded.map(({ p99 }) => p99)),
  p99Unbounded: spread(measured.unbounded.map(({ p99 }) => p99)),
};
const { bounded, goodputOverCapacity, p99, p99Unbounded } = results;
console.log(
  `Node.js ${nodeVersion()}, ${values.model}, ${values.times} times the capacity of ${results.capacity.rate.toFixed(0)}/s, ` +
    `${blocks} blocks of ${values.seconds} s. ${servers.bounded.placed.engine}, ${servers.bounded.placed.batching}`,
);
table(
  ['deadline, ms', 'in time over capacity', 'p50 of answers, ms', 'p99 of answers, ms', 'p99 without deadlines, ms'],
  [[values.deadline, text(goodputOverCapacity, 2), bounded.p50.toFixed(0), text(p99, 0), text(p99Unbounded, 0)]],
);
writeResult(values.json, { command: 'node bench/overload.mjs', ...values, json: undefined }, results);
