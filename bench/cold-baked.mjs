// Cold start of a large model, plain and baked in turn, on one processor: creating the session, a bare script to its first
// prediction, and the server, as its image has it, to its first prediction and its first HTTP answer.
// node bench/cold-baked.mjs [--model resnet50-like] [--blocks 15] [--json FILE]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';
import { pairs, ratio, spread, table, text, writeResult } from './blocks.mjs';
import { bakeInto, benchModel, here, imageInto, nodeVersion, runtimeNode, start, startRuntime } from './servers.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'resnet50-like' },
    blocks: { type: 'string', default: '15' },
    json: { type: 'string' },
  },
});
const directory = benchModel(values.model);
const request = postParts('/invocations', readFileSync(join(directory, 'request.json')));
const scratch = mkdtempSync(join(tmpdir(), 'baked-'));
const nothing = mkdtempSync(join(tmpdir(), 'plain-'));
const baked = bakeInto(scratch, directory);
const image = mkdtempSync(join(tmpdir(), 'image-'));
const compiled = imageInto(image);
// On one processor nothing is baked at the first start: the plain server stays plain.
const alone = ['taskset', '-c', '0', runtimeNode()];

async function measure(file, environment, isBaked) {
  const script = await start([...alone, join(here, 'cold-floor.cjs'), directory, ...file]);
  const { create } = script.entries.at(-1);
  await script.stop();
  const server = await startRuntime(directory, environment, alone, compiled);
  const client = await KeepAliveClient.open(server.port);
  const answer = await client.send(request);
  const whole = performance.now() - server.begin;
  client.close();
  await server.stop();
  if (answer?.status !== 200 || server.placed.isBaked !== isBaked) {
    throw new Error(`status ${answer?.status}, baked: ${server.placed.isBaked}`);
  }
  // It has made its first prediction when it says ready.
  return { create, script: script.readyMilliseconds, ready: server.readyMilliseconds, answer: whole };
}

const plain = [];
const mapped = [];
for (let number = 0; number <= Number(values.blocks); number++) {
  plain.push(await measure([], { TMPDIR: nothing }, false));
  mapped.push(await measure([baked.file], baked.environment, true));
}
for (const folder of [scratch, nothing, image]) rmSync(folder, { recursive: true });
// The first round fills the page cache.
plain.shift();
mapped.shift();
const NAMES = {
  create: 'creating the session',
  script: 'script to its first prediction',
  ready: 'server to its first prediction',
  answer: 'server to its first answer',
};
const results = Object.fromEntries(
  Object.keys(NAMES).map((key) => [
    key,
    {
      plain: spread(plain.map((entry) => entry[key])),
      baked: spread(mapped.map((entry) => entry[key])),
      ratio: pairs(plain, mapped, ratio(key)),
    },
  ]),
);
console.log(`Node.js ${nodeVersion()}, ${values.model}, ${values.blocks} starts each`);
table(
  ['', 'plain, ms', 'baked, ms', 'plain over baked'],
  Object.entries(results).map(([key, { plain: one, baked: other, ratio: over }]) => [
    NAMES[key],
    text(one, 0),
    text(other, 0),
    text(over, 1),
  ]),
);
writeResult(values.json, { command: 'node bench/cold-baked.mjs', ...values, json: undefined }, results);
