// Cold start of a tiny model, from the start of the process: the function, the server as its image has it and by its script
// alone, a bare script and FastAPI in turn.
// node bench/cold.mjs [--blocks 15] [--peers best] [--json FILE]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';
import { pairs, ratio, spread, table, text, writeResult } from './blocks.mjs';
import { here, imageInto, nodeVersion, root, runtimeNode, start, startPeer, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '15' },
    peers: { type: 'string', default: 'best' },
    json: { type: 'string' },
  },
});
const directory = join(root, 'examples/diagnosis/models/v2');
const [row] = JSON.parse(readFileSync(join(directory, 'golden.jsonl'), 'utf8').split('\n')[0]).inputs.features;
const body = JSON.stringify({ instances: [row] });
const request = postParts('/invocations', body);
const image = mkdtempSync(join(tmpdir(), 'image-'));
const compiled = imageInto(image);
const script = (name, ...rest) =>
  start([runtimeNode(), join(here, name), ...rest], { INFERENCE_MODEL_DIRECTORY: directory });
const starters = {
  'bare script': () => script('cold-floor.cjs', directory),
  function: () => script('cold-function.cjs', body),
  server: () => startRuntime(directory, {}, [runtimeNode()], compiled),
  'server, not compiled': () => startRuntime(directory),
};
for (const peer of values.peers.split(',')) {
  starters[`FastAPI, ${peer}`] = () => startPeer(peer, directory);
}

async function measure(starter) {
  const started = await starter();
  const times = { ready: started.readyMilliseconds };
  if (started.port !== undefined) {
    const client = await KeepAliveClient.open(started.port);
    const answer = await client.send(request);
    times.answer = performance.now() - started.begin;
    client.close();
    if (answer?.status !== 200) throw new Error(`status ${answer?.status}`);
  }
  await started.stop();
  return times;
}

const measured = Object.fromEntries(Object.keys(starters).map((name) => [name, []]));
for (let number = 0; number <= Number(values.blocks); number++) {
  for (const [name, starter] of Object.entries(starters)) {
    const times = await measure(starter);
    // The first round fills the page cache.
    if (number > 0) measured[name].push(times);
  }
}
rmSync(image, { recursive: true });
const results = Object.fromEntries(
  Object.entries(measured).map(([name, list]) => [
    name,
    {
      ready: spread(list.map(({ ready }) => ready)),
      fastest: Math.min(...list.map(({ ready }) => ready)),
      overScript: pairs(list, measured['bare script'], ratio('ready')),
      ...(list[0].answer === undefined
        ? {}
        : {
            answer: spread(list.map(({ answer }) => answer)),
            overServer: pairs(list, measured.server, ratio('answer')),
          }),
    },
  ]),
);
console.log(`Node.js ${nodeVersion()}, ${values.blocks} starts each`);
table(
  ['', 'first prediction, ms', 'fastest', 'over the bare script', 'first HTTP answer, ms', 'over the server'],
  Object.entries(results).map(([name, { ready, fastest, overScript, answer, overServer }]) => [
    name,
    text(ready, 0),
    fastest.toFixed(0),
    text(overScript, 2),
    answer === undefined ? '' : text(answer, 0),
    overServer === undefined ? '' : text(overServer, 1),
  ]),
);
writeResult(values.json, { command: 'node bench/cold.mjs', ...values, json: undefined }, results);
