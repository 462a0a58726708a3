// How long /ping takes while a heavy model is saturated, in blocks with and without that load in turn.
// node bench/ping.mjs [--model resnet50-like] [--clients 16] [--blocks 15] [--seconds 2] [--json FILE]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KeepAliveClient } from '../scripts/keep-alive-client.mjs';
import { spread, table, text, writeResult } from './blocks.mjs';
import { load } from './load.mjs';
import { benchModel, nodeVersion, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'resnet50-like' },
    clients: { type: 'string', default: '16' },
    blocks: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const milliseconds = Number(values.seconds) * 1000;
const directory = benchModel(values.model);
const server = await startRuntime(directory);
const client = await KeepAliveClient.open(server.port);
const PING = [Buffer.from('GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n')];

async function pings() {
  const taken = [];
  for (const end = performance.now() + milliseconds; performance.now() < end;) {
    const start = performance.now();
    await client.send(PING);
    taken.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  taken.sort((a, b) => a - b);
  const quantile = (share) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))];
  return { p50: quantile(0.5), p99: quantile(0.99), max: taken.at(-1) };
}

const idle = [];
const saturated = [];
let requests = 0;
for (let number = 0; number < blocks; number++) {
  idle.push(await pings());
  const body = `@${join(directory, 'request.json')}`;
  const loading = load(server.port, values.clients, milliseconds + 300, body);
  await new Promise((resolve) => setTimeout(resolve, 300));
  saturated.push(await pings());
  requests += (await loading).requests;
}
client.close();
await server.stop();
const results = Object.fromEntries(
  Object.entries({ idle, saturated }).map(([name, list]) => [
    name,
    Object.fromEntries(['p50', 'p99', 'max'].map((key) => [key, spread(list.map((entry) => entry[key]))])),
  ]),
);
console.log(
  `Node.js ${nodeVersion()}, ${values.model}, ${values.clients} clients, ${requests} answers, ${blocks} blocks`,
);
table(
  ['/ping, ms', 'p50', 'p99', 'largest'],
  Object.entries(results).map(([name, { p50, p99, max }]) => [name, text(p50, 2), text(p99, 2), text(max, 2)]),
);
writeResult(values.json, { command: 'node bench/ping.mjs', ...values, json: undefined }, results);
