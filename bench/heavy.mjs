// What the server adds to a heavy model: its CPU time for a request over that of the same run in a bare script, with one
// client and as many threads, in interleaved blocks.
// node bench/heavy.mjs [--models resnet50-like,minilm-like] [--blocks 15] [--seconds 1] [--json FILE]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { block, keepAwake, pairs, spread, table, text, warmUp, writeResult } from './blocks.mjs';
import { benchModel, here, nodeVersion, runtimeNode, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'resnet50-like,minilm-like' },
    blocks: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const seconds = Number(values.seconds);

/** A process that runs the model when it is told to. */
function startRaw(directory, threads) {
  const child = spawn(runtimeNode(), [join(here, 'raw-runs.cjs'), directory, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    block: async (milliseconds) => {
      child.stdin.write(`${milliseconds}\n`);
      return JSON.parse((await lines.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}

/** Binary where the model takes one tensor of numbers: what is sent is then what is run. */
function bodyOf(directory) {
  const binary = join(directory, 'request.bin');
  return existsSync(binary) ? [`@${binary}`, 'application/octet-stream'] : [`@${join(directory, 'request.json')}`];
}

const results = [];
for (const model of values.models.split(',')) {
  const directory = benchModel(model);
  const server = await startRuntime(directory);
  const { threads } = server.placed;
  const raw = startRaw(directory, threads);
  const served = [];
  const floor = [];
  const letSleep = keepAwake();
  await warmUp(server, 1, bodyOf(directory));
  for (let number = -1; number < blocks; number++) {
    const turn = [
      async () => served.push(await block(server, 1, seconds, bodyOf(directory))),
      async () => floor.push(await raw.block(seconds * 1000)),
    ];
    for (const measure of number % 2 === 0 ? turn : turn.reverse()) {
      await measure();
    }
  }
  letSleep();
  raw.stop();
  await server.stop();
  // The first block of each warms up.
  served.shift();
  floor.shift();
  results.push({
    model,
    threads,
    served: spread(served.map(({ cpu }) => cpu / 1000)),
    raw: spread(floor.map(({ cpu }) => cpu / 1000)),
    ratio: pairs(served, floor, (a, b) => a.cpu / b.cpu),
  });
}
console.log(`Node.js ${nodeVersion()}, ${blocks} blocks of ${seconds} s each, 1 client`);
table(
  ['model', 'threads', 'CPU ms of a raw run', 'of a request', 'request over run'],
  results.map(({ model, threads, raw, served, ratio }) => [
    model,
    threads,
    text(raw, 1),
    text(served, 1),
    text(ratio, 3),
  ]),
);
writeResult(values.json, { command: 'node bench/heavy.mjs', ...values, json: undefined }, results);
