// The runtime against FastAPI, uvicorn and onnxruntime with the same model package and cores, in interleaved blocks.
// node bench/peers.mjs [--models logistic,…] [--clients 1,8,64] [--peers best,usual] [--blocks 15] [--seconds 0.4] [--body FILE --type TYPE] [--saturated] [--json FILE]
// Needs bench/models/make.py to have made the packages and bench/peers/setup.sh the peers' packages.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contest, medians, pairs, ratio, table, text, writeResult } from './blocks.mjs';
import { benchModel, nodeVersion, startPeer, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'logistic' },
    clients: { type: 'string', default: '1,8,64' },
    peers: { type: 'string', default: 'best,usual' },
    blocks: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.4' },
    body: { type: 'string', default: 'request.json' },
    type: { type: 'string', default: 'application/json' },
    saturated: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const seconds = Number(values.seconds);
const peers = values.peers.split(',');
const results = [];
for (const model of values.models.split(',')) {
  const directory = benchModel(model);
  const servers = { runtime: await startRuntime(directory) };
  for (const peer of peers) {
    servers[peer] = await startPeer(peer, directory);
  }
  const body = [`@${join(directory, values.body)}`, values.type];
  for (const clients of values.clients.split(',').map(Number)) {
    const measured = await contest(servers, { clients, blocks, seconds, body, isSaturated: values.saturated });
    const against = (peer) => ({
      requestsRatio: pairs(measured.runtime, measured[peer], ratio('rate')),
      cpuRatio: pairs(measured[peer], measured.runtime, ratio('cpu')),
    });
    const each = Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, medians(list)]));
    results.push({ model, clients, ...each, against: Object.fromEntries(peers.map((peer) => [peer, against(peer)])) });
  }
  await Promise.all(Object.values(servers).map(({ stop }) => stop()));
}
console.log(`Node.js ${nodeVersion()}, ${blocks} blocks of ${seconds} s each, ${values.body}`);
table(
  [
    'model',
    'clients',
    'requests/s',
    'CPU µs',
    ...peers.flatMap((peer) => [`requests/s over ${peer}`, `CPU of ${peer} over ours`]),
  ],
  results.map(({ model, clients, runtime, against }) => [
    model,
    clients,
    runtime.rate.toFixed(0),
    runtime.cpu.toFixed(0),
    ...peers.flatMap((peer) => [text(against[peer].requestsRatio, 2), text(against[peer].cpuRatio, 2)]),
  ]),
);
writeResult(values.json, { command: 'node bench/peers.mjs', ...values, json: undefined }, results);
