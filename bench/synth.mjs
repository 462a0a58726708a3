// What synthesizing endpoints with rollout and alarms costs over raw L1s that declare the same template, in processor time of
// whole processes; the same for loading the package, and the size of what is published. Needs everything built.
// node bench/synth.mjs [--blocks 9] [--counts 1,10,100] [--json FILE]
import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairs, ratio, spread, table, text, writeResult } from './blocks.mjs';
import { here, nodeVersion, root, runtimeNode } from './servers.mjs';
import { declared, writeFloor } from './synth-floor.mjs';

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '9' },
    counts: { type: 'string', default: '1,10,100' },
    json: { type: 'string' },
  },
});
const PACKAGES = ['lib', 'constructs/cdk', 'constructs/cdktf'];
const work = mkdtempSync(join(tmpdir(), 'bench-synth-'));
const library = join(work, 'floor.cjs');
const apps = { raw: library, ours: join(here, 'synth-constructs.cjs') };
// The validation that aws-cdk-lib brings takes seconds for both, and would hide what is compared.
const env = { ...process.env, CDK_VALIDATION: 'false', NODE_PATH: join(root, 'node_modules') };

/** Processor time of a program, in milliseconds, as it prints it. */
function node(...args) {
  return {
    cpu: Number(
      execFileSync(runtimeNode(), args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ),
  };
}

function synth(app, count) {
  return node(apps[app], String(count), mkdtempSync(join(work, `${app}-`)));
}

function load(name) {
  const common = JSON.stringify(join(here, 'synth-app.cjs'));
  return node('-e', `require('${name}'); console.log(require(${common}).spent())`);
}

/** Runs of both, taking turns; the first round fills caches. */
function contest(first, second) {
  const measured = [[], []];
  for (let number = 0; number <= Number(values.blocks); number++) {
    const both = number % 2 === 0 ? [first(), second()] : [second(), first()].reverse();
    if (number > 0) both.forEach((time, index) => measured[index].push(time));
  }
  const [ours, raw] = measured;
  return {
    ours: spread(ours.map(({ cpu }) => cpu)),
    raw: spread(raw.map(({ cpu }) => cpu)),
    ratio: pairs(ours, raw, ratio('cpu')),
  };
}

/** Makes the floor from what one endpoint of ours is, and makes sure that both declare the same. */
function prepare() {
  const model = mkdtempSync(join(work, 'model-'));
  node(apps.ours, '1', model);
  const template = JSON.parse(readFileSync(join(model, 'Stack0.template.json'), 'utf8'));
  writeFloor(library, {
    template,
    name: 'endpoint-0000',
    model: join(
      model,
      readdirSync(model).find((file) => file.endsWith('.tar.gz')),
    ),
    image: join(root, 'constructs/cdk/assets/container'),
    common: join(here, 'synth-app.cjs'),
  });
  const [ours, raw] = ['ours', 'raw'].map((app) => {
    const outdir = mkdtempSync(join(work, 'same-'));
    node(apps[app], '2', outdir);
    return declared(outdir);
  });
  if (!isDeepStrictEqual(ours, raw)) {
    const at = ours[0].findIndex((resource, index) => resource !== raw[0][index]);
    throw new Error(`the templates differ:\n${ours[0][at]}\n${raw[0][at]}`);
  }
  return Object.keys(template.Resources).length;
}

function packed(workspace) {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--workspace', workspace];
  const output = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ name, size, unpackedSize }] = Object.values(JSON.parse(output));
  return { name, megabytes: size / 1e6, unpacked: unpackedSize / 1e6 };
}

try {
  const resources = prepare();
  const results = { resources, synth: {} };
  for (const count of values.counts.split(',').map(Number)) {
    results.synth[count] = contest(
      () => synth('ours', count),
      () => synth('raw', count),
    );
  }
  results.load = contest(
    () => load('@inference-constructs/cdk'),
    () => load('aws-cdk-lib/aws-sagemaker'),
  );
  results.packages = PACKAGES.map(packed);
  console.log(`Node.js ${nodeVersion()}, ${resources} resources an endpoint, ${values.blocks} runs each`);
  table(
    ['', 'ours, CPU ms', 'raw L1s, CPU ms', 'ratio'],
    [
      ...Object.entries(results.synth).map(([count, measured]) => [`synth of ${count}`, measured]),
      ['`require` (against `aws-cdk-lib/aws-sagemaker`)', results.load],
    ].map(([name, { ours, raw, ratio: over }]) => [name, text(ours, 0), text(raw, 0), text(over, 2)]),
  );
  console.log();
  table(
    ['package', 'MB packed', 'MB unpacked'],
    results.packages.map(({ name, megabytes, unpacked }) => [name, megabytes.toFixed(2), unpacked.toFixed(2)]),
  );
  writeResult(values.json, { command: 'node bench/synth.mjs', ...values, json: undefined }, results);
} finally {
  rmSync(work, { recursive: true });
}
