// What a second worker costs: proportional memory of the server with one processor and with two, after every worker ran.
// node bench/memory.mjs [--model resnet50-like] [--blocks 15] [--json FILE]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { block, pairs, spread, table, text, writeResult } from './blocks.mjs';
import { benchModel, nodeVersion, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'resnet50-like' },
    blocks: { type: 'string', default: '15' },
    json: { type: 'string' },
  },
});
const directory = benchModel(values.model);
const body = [`@${join(directory, 'request.json')}`];

/** Memory of a process, where pages shared with others count in part. */
function megabytes(pid) {
  return Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
}

async function measure(processors) {
  const own = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' })
    .trim()
    .split(': ')[1];
  execFileSync('taskset', ['-cp', processors, String(process.pid)]);
  const server = await startRuntime(directory);
  execFileSync('taskset', ['-cp', own, String(process.pid)]);
  await block(server, 4, 2.5, body);
  const memory = megabytes(server.pid);
  await server.stop();
  return { memory, workers: server.placed.workers, isBaked: server.placed.isBaked };
}

// Bakes the model where that has not been done.
await measure('0-1');
const one = [];
const two = [];
for (let number = 0; number < Number(values.blocks); number++) {
  one.push(await measure('0'));
  two.push(await measure('0-1'));
}
if (one.some(({ workers }) => workers !== 1) || two.some(({ workers, isBaked }) => workers !== 2 || !isBaked)) {
  throw new Error('expected one worker on one processor and two baked ones on two');
}
const results = {
  one: spread(one.map(({ memory }) => memory)),
  two: spread(two.map(({ memory }) => memory)),
  added: pairs(two, one, (a, b) => a.memory - b.memory),
};
console.log(`Node.js ${nodeVersion()}, ${values.model}, ${values.blocks} starts each`);
table(
  ['one worker, MB', 'two workers, MB', 'added by the second'],
  [[text(results.one, 0), text(results.two, 0), text(results.added, 0)]],
);
writeResult(values.json, { command: 'node bench/memory.mjs', ...values, json: undefined }, results);
