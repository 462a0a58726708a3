// What the thread that reads large bodies takes: memory of the server before the first of them, after it, and after one of 6 MB.
// node bench/reader.mjs [--blocks 15] [--json FILE]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pairs, spread, table, text, writeResult } from './blocks.mjs';
import { nodeVersion, root, startRuntime } from './servers.mjs';

const { values } = parseArgs({ options: { blocks: { type: 'string', default: '15' }, json: { type: 'string' } } });
const COLUMNS = 30;
const LARGEST_BYTES = 6_000_000;
/** What is not used any more is given back by then. */
const REST_MS = 1000;

const row = Array.from({ length: COLUMNS }, (_, at) => at / 10 + 1).join(',');
const bodyOf = (bytes) => `${row}\n`.repeat(Math.floor(bytes / (row.length + 1)));

/** Memory of a process in MB: all of its pages, and where those shared with others count in part. */
function memory(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name) => Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(rollup)[1]) / 1024;
  return { resident: megabytes('Rss'), proportional: megabytes('Pss') };
}

async function measure() {
  const server = await startRuntime(join(root, 'examples/diagnosis/models/v1'));
  const memoryAfter = async (bytes, times) => {
    for (let time = 0; time < times; time++) {
      const url = `http://127.0.0.1:${server.port}/invocations`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: bodyOf(bytes),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`answered ${response.status}`);
    }
    await setTimeout(REST_MS);
    return memory(server.pid);
  };
  const small = await memoryAfter(30_000, 20);
  const first = await memoryAfter(40_000, 1);
  const large = await memoryAfter(LARGEST_BYTES, 1);
  await server.stop();
  return { small, first, large };
}

const runs = [];
for (let number = 0; number < Number(values.blocks); number++) {
  runs.push(await measure());
}
const added = (kind, state) => pairs(runs, runs, (after, before) => after[state][kind] - before.small[kind]);
const results = Object.fromEntries(
  ['resident', 'proportional'].map((kind) => [
    kind,
    { before: spread(runs.map(({ small }) => small[kind])), first: added(kind, 'first'), large: added(kind, 'large') },
  ]),
);
console.log(`Node.js ${nodeVersion()}, ${values.blocks} starts`);
table(
  ['memory, MB', 'before', 'added once the first was read', 'once one of 6 MB was'],
  Object.entries(results).map(([kind, { before, first, large }]) => [
    kind,
    ...[before, first, large].map((one) => text(one, 0)),
  ]),
);
writeResult(values.json, { command: 'node bench/reader.mjs', ...values, json: undefined }, results);
