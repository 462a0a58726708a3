// Requests per second and server CPU per request: the built runtime with the example's model against a bare node:http
// server that sends the same answer bytes, and against one that also runs the model once, in interleaved blocks.
// node bench/serve.mjs [--blocks 21] [--seconds 0.5] [--clients 1,8,64] [--json FILE]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';
import { contest, medians, pairs, ratio, table, text, writeResult } from './blocks.mjs';
import { nodeVersion, root, startFloor, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '21' },
    seconds: { type: 'string', default: '0.5' },
    clients: { type: 'string', default: '1,8,64' },
    json: { type: 'string' },
  },
});
const blocks = Number(values.blocks);
const seconds = Number(values.seconds);
const model = join(root, 'examples/diagnosis/models/v1');
const [row] = JSON.parse(readFileSync(join(model, 'golden.jsonl'), 'utf8').split('\n')[0]).inputs.features;
const body = JSON.stringify({ instances: [row] });

const runtime = await startRuntime(model);
const client = await KeepAliveClient.open(runtime.port);
const { body: answer } = await client.send(postParts('/invocations', body));
client.close();
const servers = { floor: await startFloor(answer), floorAndRun: await startFloor(answer, model), runtime };

const results = [];
for (const clients of values.clients.split(',').map(Number)) {
  const measured = await contest(servers, { clients, blocks, seconds, body });
  const above = (name) => pairs(measured.runtime, measured[name], (a, b) => a.cpu - b.cpu);
  results.push({
    clients,
    ...Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, medians(list)])),
    requestsRatio: pairs(measured.runtime, measured.floor, ratio('rate')),
    cpuAboveFloor: above('floor'),
    cpuAboveFloorAndRun: above('floorAndRun'),
  });
}
await Promise.all(Object.values(servers).map(({ stop }) => stop()));

console.log(`Node.js ${nodeVersion()}, ${blocks} blocks of ${seconds} s each, ${body.length}-byte request`);
table(
  [
    'clients',
    'requests/s: floor',
    'runtime',
    'ratio',
    'CPU µs: floor',
    'runtime',
    'above the floor',
    'above floor and run',
  ],
  results.map(({ clients, floor, runtime: served, requestsRatio, cpuAboveFloor, cpuAboveFloorAndRun }) => [
    clients,
    floor.rate.toFixed(0),
    served.rate.toFixed(0),
    text(requestsRatio, 2),
    floor.cpu.toFixed(1),
    served.cpu.toFixed(1),
    text(cpuAboveFloor, 1),
    text(cpuAboveFloorAndRun, 1),
  ]),
);
writeResult(values.json, { command: 'node bench/serve.mjs', blocks, seconds }, results);
