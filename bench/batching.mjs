// What batching gains: the runtime against itself with a model.json whose output has another first axis than its input,
// so that requests never go together. Interleaved blocks.
// node bench/batching.mjs [--model logistic] [--clients 1,8,64] [--blocks 15] [--seconds 0.4] [--json FILE]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contest, medians, pairs, ratio, table, text, writeResult } from './blocks.mjs';
import { benchModel, nodeVersion, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'logistic' },
    clients: { type: 'string', default: '1,8,64' },
    blocks: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.4' },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const seconds = Number(values.seconds);
const directory = benchModel(values.model);
const single = mkdtempSync(join(tmpdir(), 'single-'));
cpSync(directory, single, { recursive: true });
const manifest = JSON.parse(readFileSync(join(single, 'model.json'), 'utf8'));
manifest.signature.outputs.forEach(({ shape }) => (shape[0] = 'rows'));
writeFileSync(join(single, 'model.json'), JSON.stringify(manifest));

const servers = { batched: await startRuntime(directory), single: await startRuntime(single) };
const results = [];
for (const clients of values.clients.split(',').map(Number)) {
  const body = [`@${join(directory, 'request.json')}`];
  const measured = await contest(servers, { clients, blocks, seconds, body });
  results.push({
    clients,
    batched: medians(measured.batched),
    single: medians(measured.single),
    requestsRatio: pairs(measured.batched, measured.single, ratio('rate')),
    cpuRatio: pairs(measured.single, measured.batched, ratio('cpu')),
    p50Added: pairs(measured.batched, measured.single, (a, b) => (a.p50 - b.p50) * 1000),
  });
}
await Promise.all(Object.values(servers).map(({ stop }) => stop()));
rmSync(single, { recursive: true });
console.log(
  `Node.js ${nodeVersion()}, ${values.model}, ${blocks} blocks of ${seconds} s each. ${servers.batched.placed.batching}`,
);
table(
  ['clients', 'requests/s batched', 'single', 'ratio', 'CPU of single over batched', 'p50 added by batching, µs'],
  results.map(({ clients, batched, single: one, requestsRatio, cpuRatio, p50Added }) => [
    clients,
    batched.rate.toFixed(0),
    one.rate.toFixed(0),
    text(requestsRatio, 2),
    text(cpuRatio, 2),
    text(p50Added, 0),
  ]),
);
writeResult(values.json, { command: 'node bench/batching.mjs', ...values, json: undefined }, results);
