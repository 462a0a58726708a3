// What synthesizing endpoints with scaling, rollout and alarms costs over raw L1s that declare the same template, and over the classes of
// the Terraform provider, in processor time of whole processes; the same for loading the package, and the size of what is
// published. Needs everything built.
// node bench/synth.mjs [--blocks 9] [--counts 1,10,100] [--json FILE]
import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairs, ratio, spread, table, text, writeResult } from './blocks.mjs';
import { here, nodeVersion, root, runtimeNode } from './servers.mjs';
import * as cdk from './synth-floor.mjs';
import * as cdktf from './synth-floor-cdktf.mjs';

const { values } = parseArgs({
  options: {
    blocks: { type: 'string', default: '9' },
    counts: { type: 'string', default: '1,10,100' },
    json: { type: 'string' },
  },
});
const PACKAGES = ['lib', 'constructs/cdk', 'constructs/cdktf'];
const work = mkdtempSync(join(tmpdir(), 'bench-synth-'));
const apps = {
  cdk: { raw: join(work, 'floor.cjs'), ours: join(here, 'synth-constructs.cjs') },
  cdktf: { raw: join(work, 'floor-cdktf.cjs'), ours: join(here, 'synth-constructs-cdktf.cjs') },
};
const common = join(here, 'synth-app.cjs');
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
  return node(app, String(count), mkdtempSync(join(work, 'out-')));
}

function load(name) {
  return node('-e', `require('${name}'); console.log(require(${JSON.stringify(common)}).spent())`);
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

/** Makes the floors from what one endpoint of ours is, and makes sure that both declare the same. */
function prepare() {
  const one = mkdtempSync(join(work, 'one-'));
  node(apps.cdk.ours, '1', one);
  const template = JSON.parse(readFileSync(join(one, 'Stack0.template.json'), 'utf8'));
  const archive = readdirSync(one).find((file) => file.endsWith('.tar.gz'));
  const shared = { name: 'endpoint-0000', model: join(one, archive), common };
  cdk.writeFloor(apps.cdk.raw, { ...shared, template, image: join(root, 'constructs/cdk/assets/container') });
  requireSame(apps.cdk, cdk.declared);
  const terraform = mkdtempSync(join(work, 'one-'));
  node(apps.cdktf.ours, '1', terraform);
  cdktf.writeFloor(apps.cdktf.raw, { ...shared, json: cdktf.configuration(terraform) });
  requireSame(apps.cdktf, cdktf.declared);
  return Object.keys(template.Resources).length;
}

function requireSame(engine, declared) {
  const [ours, raw] = [engine.ours, engine.raw].map((app) => {
    const outdir = mkdtempSync(join(work, 'same-'));
    node(app, '2', outdir);
    return declared(outdir).flat();
  });
  if (isDeepStrictEqual(ours, raw)) return;
  const at = ours.findIndex((resource, index) => resource !== raw[index]);
  throw new Error(`they declare different resources:\n${ours[at]}\n${raw[at]}`);
}

function packed(workspace) {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--workspace', workspace];
  const output = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ name, size, unpackedSize }] = Object.values(JSON.parse(output));
  return { name, megabytes: size / 1e6, unpacked: unpackedSize / 1e6 };
}

try {
  const resources = prepare();
  const results = { resources, synth: {}, terraform: {} };
  for (const count of values.counts.split(',').map(Number)) {
    results.synth[count] = contest(
      () => synth(apps.cdk.ours, count),
      () => synth(apps.cdk.raw, count),
    );
    results.terraform[count] = contest(
      () => synth(apps.cdktf.ours, count),
      () => synth(apps.cdktf.raw, count),
    );
  }
  results.load = contest(
    () => load('@inference-constructs/cdk'),
    () => load('aws-cdk-lib/aws-sagemaker'),
  );
  results.packages = PACKAGES.map(packed);
  console.log(`Node.js ${nodeVersion()}, ${resources} resources an endpoint, ${values.blocks} runs each`);
  table(
    ['', 'ours, CPU ms', 'raw, CPU ms', 'ratio'],
    [
      ...Object.entries(results.synth).map(([count, measured]) => [`CDK, synth of ${count}`, measured]),
      ...Object.entries(results.terraform).map(([count, measured]) => [`CDKTF, synth of ${count}`, measured]),
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
