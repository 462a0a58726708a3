// What an image costs on its way into a model that hardly computes: 150,528 floats as bytes and as JSON, against FastAPI
// with NumPy and orjson. Server CPU time per request in interleaved blocks.
// node bench/image.mjs [--clients 4] [--blocks 15] [--seconds 0.5] [--json FILE]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contest, medians, pairs, ratio, table, text, writeResult } from './blocks.mjs';
import { benchModel, nodeVersion, startPeer, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '4' },
    blocks: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.5' },
    json: { type: 'string' },
  },
});
const directory = benchModel('image-means');
const bodies = {
  binary: [`@${join(directory, 'request.bin')}`, 'application/octet-stream'],
  JSON: [`@${join(directory, 'request.json')}`, 'application/json'],
};
const servers = { runtime: await startRuntime(directory), best: await startPeer('best', directory) };
const results = [];
for (const [body, given] of Object.entries(bodies)) {
  const { clients, blocks, seconds } = values;
  const load = { clients: Number(clients), blocks: Number(blocks), seconds: Number(seconds), body: given };
  const measured = await contest(servers, load);
  results.push({
    body,
    runtime: medians(measured.runtime),
    best: medians(measured.best),
    cpuRatio: pairs(measured.runtime, measured.best, ratio('cpu')),
    requestsRatio: pairs(measured.runtime, measured.best, ratio('rate')),
  });
}
await Promise.all(Object.values(servers).map(({ stop }) => stop()));
const { engine } = servers.runtime.placed;
console.log(
  `Node.js ${nodeVersion()}, ${values.clients} clients, ${values.blocks} blocks of ${values.seconds} s, ${engine}`,
);
table(
  ['body', 'CPU µs', 'of FastAPI', 'ours over its', 'requests/s over its'],
  results.map(({ body, runtime, best, cpuRatio, requestsRatio }) => [
    body,
    runtime.cpu.toFixed(0),
    best.cpu.toFixed(0),
    text(cpuRatio, 2),
    text(requestsRatio, 2),
  ]),
);
writeResult(values.json, { command: 'node bench/image.mjs', ...values, json: undefined }, results);
