// How long the rehearsal of a canary of one hour takes: the diagnosis example from v1 to v2, its function (10 % for an hour)
// and its endpoint (a bake of an hour after each of two shifts), from the start of the process to its end.
// Build first: npm run build.
// node bench/rehearsal.mjs [--blocks 5] [--json FILE]
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, tmpdir } from 'node:os';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spread, table, text, writeResult } from './blocks.mjs';

const { values } = parseArgs({ options: { blocks: { type: 'string', default: '5' }, json: { type: 'string' } } });
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'rehearsal', 'out', 'cli.js');
const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'inference-rehearsal-bench-'));
const MOST_SECONDS = 60;

function synthesized(model) {
  const outdir = join(folder, model);
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ model }),
    CDK_VALIDATION: 'false',
  };
  execFileSync(process.execPath, [join(root, 'examples', 'out', 'diagnosis', 'app.cdk.js')], { env, stdio: 'ignore' });
  edit(join(outdir, 'Diagnosis.template.json'), (resources) => {
    resources.Hour = {
      Type: 'AWS::CodeDeploy::DeploymentConfig',
      Properties: {
        TrafficRoutingConfig: {
          Type: 'TimeBasedCanary',
          TimeBasedCanary: { CanaryPercentage: 10, CanaryInterval: 60 },
        },
      },
    };
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type === 'AWS::CodeDeploy::DeploymentGroup') Properties.DeploymentConfigName = { Ref: 'Hour' };
    }
  });
  edit(join(outdir, 'DiagnosisEndpoint.template.json'), (resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type !== 'AWS::SageMaker::Endpoint') continue;
      const { BlueGreenUpdatePolicy } = Properties.DeploymentConfig;
      BlueGreenUpdatePolicy.TrafficRoutingConfiguration.WaitIntervalInSeconds = 3600;
      BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds = 28_800;
    }
  });
  return outdir;
}

function edit(file, change) {
  const template = JSON.parse(readFileSync(file, 'utf8'));
  change(template.Resources);
  writeFileSync(file, JSON.stringify(template));
}

/** Of one target: seconds from start to end, and what was played. */
function rehearsed(only) {
  const start = performance.now();
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [cli, 'rehearse', '--from', from, '--to', to, '--traffic', traffic, '--only', only, '--json'],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`${only}: ended with ${status}: ${stderr}`);
  const [{ minute, versions }] = JSON.parse(stdout).deployments;
  const requests = versions.old.sampled + versions.new.sampled;
  return { seconds: (performance.now() - start) / 1000, minute, requests };
}

const [from, to] = ['v1', 'v2'].map(synthesized);
const targets = ['Diagnosis/Classifier/Function', 'DiagnosisEndpoint/Classifier'];
const runs = Object.fromEntries(targets.map((target) => [target, []]));
for (let block = 0; block < Number(values.blocks); block++) {
  for (const target of targets) runs[target].push(rehearsed(target));
}
rmSync(folder, { recursive: true, force: true });
const results = Object.fromEntries(
  targets.map((target) => {
    const [{ minute, requests }] = runs[target];
    return [target, { minutes: minute, requests, seconds: spread(runs[target].map((run) => run.seconds)) }];
  }),
);
console.log(`Node.js ${process.version.slice(1)}, ${cpus().length} processors, ${values.blocks} blocks`);
table(
  ['', 'virtual minutes', 'real requests', 's from start to end'],
  Object.entries(results).map(([target, { minutes, requests, seconds }]) => [
    target,
    minutes,
    requests,
    text(seconds, 1),
  ]),
);
writeResult(values.json, { command: 'node bench/rehearsal.mjs', ...values, json: undefined }, results);
const slowest = Math.max(...Object.values(results).map(({ seconds }) => seconds.median));
if (slowest > MOST_SECONDS) {
  console.error(`slower than ${MOST_SECONDS} s`);
  process.exit(1);
}
