// Every benchmark, one after the other: prints its tables and writes results/NAME.json. Needs the built runtime, the models
// and a quiet machine.
// node bench/all.mjs [NAME…]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { here } from './servers.mjs';

/** Blocks are as long as their slowest request wants. */
const BENCHES = {
  serve: 'serve.mjs --blocks 15 --seconds 0.4',
  'batching-logistic': 'batching.mjs',
  'batching-wide-mlp': 'batching.mjs --model wide-mlp --clients 1,32 --seconds 1',
  'peers-logistic': 'peers.mjs',
  'peers-small': 'peers.mjs --models mlp,trees,digits-cnn --clients 8 --peers best',
  'peers-language': 'peers.mjs --models minilm-like,minilm-int8 --clients 8 --peers best --seconds 1.2 --saturated',
  'peers-heavy': 'peers.mjs --models resnet50-like --clients 8 --peers best --seconds 1.5 --saturated',
  image: 'image.mjs',
  heavy: 'heavy.mjs --seconds 1.5',
  ping: 'ping.mjs --seconds 1.2',
  overload: 'overload.mjs --seconds 2',
  cold: 'cold.mjs',
  'cold-baked': 'cold-baked.mjs',
  memory: 'memory.mjs',
  reader: 'reader.mjs',
  rehearsal: 'rehearsal.mjs',
  report: 'report.mjs',
  scaling: 'scaling.mjs',
  synth: 'synth.mjs',
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHES);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: no such benchmark. There are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}
let failures = 0;
for (const name of names) {
  const [script, ...rest] = BENCHES[name].split(' ');
  console.log(`\n## ${name}: node bench/${BENCHES[name]}\n`);
  const start = performance.now();
  const json = join(here, 'results', `${name}.json`);
  const { status } = spawnSync(process.execPath, [join(here, script), ...rest, '--json', json], { stdio: 'inherit' });
  failures += status === 0 ? 0 : 1;
  console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s${status === 0 ? '' : ', failed'}`);
}
process.exit(failures === 0 ? 0 : 1);
