// Cold start: from the start of the process to ready and to the first HTTP answer, runtime and FastAPI in turn.
// node bench/cold.mjs [--model logistic] [--blocks 15] [--peers best] [--json FILE]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';
import { ratio, pairs, spread, table, text, writeResult } from './blocks.mjs';
import { benchModel, nodeVersion, startPeer, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'logistic' },
    blocks: { type: 'string', default: '15' },
    peers: { type: 'string', default: 'best' },
    json: { type: 'string' },
  },
});
const directory = benchModel(values.model);
const request = postParts('/invocations', readFileSync(join(directory, 'request.json')));
const starters = { runtime: () => startRuntime(directory) };
for (const peer of values.peers.split(',')) {
  starters[peer] = () => startPeer(peer, directory);
}
const measured = Object.fromEntries(Object.keys(starters).map((name) => [name, []]));
for (let number = 0; number <= Number(values.blocks); number++) {
  for (const [name, starter] of Object.entries(starters)) {
    const server = await starter();
    const client = await KeepAliveClient.open(server.port);
    const answer = await client.send(request);
    const first = performance.now() - server.begin;
    client.close();
    await server.stop();
    if (answer?.status !== 200) throw new Error(`${name}: ${answer?.status}`);
    // The first round fills the page cache.
    if (number > 0) measured[name].push({ ready: server.readyMilliseconds, first });
  }
}
const results = Object.fromEntries(
  Object.entries(measured).map(([name, list]) => [
    name,
    {
      ready: spread(list.map(({ ready }) => ready)),
      first: spread(list.map(({ first }) => first)),
      ...(name === 'runtime' ? {} : { ratio: pairs(list, measured.runtime, ratio('first')) }),
    },
  ]),
);
console.log(`Node.js ${nodeVersion()}, ${values.model}, ${values.blocks} starts each`);
table(
  ['', 'ready, ms', 'first answer, ms', 'over the runtime'],
  Object.entries(results).map(([name, { ready, first, ratio: over }]) => [
    name,
    text(ready, 0),
    text(first, 0),
    over === undefined ? '' : text(over, 1),
  ]),
);
writeResult(values.json, { command: 'node bench/cold.mjs', ...values, json: undefined }, results);
