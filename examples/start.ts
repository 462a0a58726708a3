import type { SpawnSyncOptions } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import Table from 'cli-table3';

/** `npm start`: the diagnosis example, from the model's directory to the verdict on two releases. */
const examples = join(__dirname, '..');
const diagnosis = join(examples, 'diagnosis');
const out = join(examples, 'out', 'diagnosis', 'synth');
/** What the CDK command line passes to the app. */
const { context } = JSON.parse(readFileSync(join(examples, '..', 'cdk.json'), 'utf8')) as { context: object };
const PROMOTED = 0;
const ROLLED_BACK = 2;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const start = performance.now();

heading('1. Synthesize three releases for CloudFormation, and for Terraform');
for (const version of ['v1', 'v2', 'v3']) {
  timed(`CDK, model ${version}`, () =>
    program('app.cdk.js', {
      CDK_OUTDIR: join(out, version),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, model: version, 'aws:cdk:enable-path-metadata': true }),
    }),
  );
  timed(`CDKTF, model ${version}`, () =>
    program('app.cdktf.js', { MODEL: version, CDKTF_OUTDIR: join(out, terraform(version)) }),
  );
}
console.log(`\n${created().toString()}\n`);
for (const [path, note] of notes()) console.log(`  ${path}: ${note}`);

heading('2. Rehearse v1 → v2: a better model');
const better = rehearse('v1', 'v2', PROMOTED);
heading('3. Rehearse v1 → v3: its scaler was left out; it starts, answers, and is wrong');
const worse = rehearse('v1', 'v3', ROLLED_BACK);
heading('4. Rehearse both on what Terraform would apply');
rehearseTerraform('v1', 'v2', PROMOTED);
rehearseTerraform('v1', 'v3', ROLLED_BACK);

console.log(`\nDone in ${seconds(start)}. v1 → v2: ${better}. v1 → v3: ${worse}.`);
console.log(`
What next, with an AWS account and credentials:
  npx cdk bootstrap
  npx cdk deploy Diagnosis -c model=v1      the first release
  npx cdk deploy Diagnosis -c model=v2      the canary that was just rehearsed
Files to look at: ${relative('', join(out, 'v2', 'Diagnosis.template.json'))}
                  ${relative('', join(out, terraform('v2'), 'stacks', 'Diagnosis', 'cdk.tf.json'))}`);

function heading(text: string): void {
  console.log(`\n${process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text}\n`);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function timed(what: string, run: () => void): void {
  const since = performance.now();
  run();
  console.log(`  ${what.padEnd(20)} ${seconds(since)}`);
}

function program(file: string, env: Record<string, string>): void {
  const result = spawnSync(process.execPath, [join(__dirname, 'diagnosis', file)], {
    cwd: out,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (result.status !== 0) fail(`${file} ended with ${result.status ?? result.signal}`, result.stderr);
}

function rehearse(from: string, to: string, expected: number): string {
  const since = performance.now();
  const { status } = rehearsal(from, to, { stdio: 'inherit' });
  if (status !== expected) fail(`the rehearsal ended with ${status}, not ${expected}`);
  return `${expected === PROMOTED ? 'promoted' : 'rolled back'} (rehearsed in ${seconds(since)})`;
}

interface Rehearsed {
  readonly deployments: readonly {
    readonly target: { readonly path: string };
    readonly verdict: string;
    readonly minute: number;
    readonly alarms: readonly string[];
  }[];
}

/** In a line for each deployment: the tables would be those of the CDK. */
function rehearseTerraform(from: string, to: string, expected: number): void {
  const { status, stdout, stderr } = rehearsal(terraform(from), terraform(to), { encoding: 'utf8' }, '--json');
  if (status !== expected) fail(`the rehearsal on Terraform ended with ${status}, not ${expected}`, String(stderr));
  for (const { target, verdict, minute, alarms } of (JSON.parse(String(stdout)) as Rehearsed).deployments) {
    console.log(
      `  ${from} → ${to}, ${target.path}: ${verdict.replace('-', ' ')} at minute ${minute}${alarms.length > 0 ? ` by ${alarms.join(', ')}` : ''}`,
    );
  }
}

function rehearsal(from: string, to: string, options: SpawnSyncOptions, ...rest: string[]) {
  const cli = require.resolve('@inference-constructs/rehearsal/out/cli.js');
  const traffic = join(diagnosis, 'traffic.jsonl');
  const directories = ['--from', join(out, from), '--to', join(out, to)];
  return spawnSync(process.execPath, [cli, 'rehearse', ...directories, '--traffic', traffic, ...rest], options);
}

/** Where a release for Terraform is, beside those for CloudFormation. */
function terraform(version: string): string {
  return `terraform-${version}`;
}

/** What each engine would create, by type. */
function created(): InstanceType<typeof Table> {
  const left = counts(
    parsed(join(out, 'v2'), /\.template\.json$/).flatMap((template) =>
      Object.values((template as { Resources: Record<string, { Type: string }> }).Resources).map(({ Type }) => Type),
    ),
  );
  const right = counts(
    parsed(join(out, terraform('v2')), /^cdk\.tf\.json$/).flatMap((stack) =>
      Object.entries((stack as { resource: Record<string, object> }).resource).flatMap(([type, resources]) =>
        Object.keys(resources).map(() => type),
      ),
    ),
  );
  const table = new Table({
    head: ['CloudFormation would create', 'Terraform would create'],
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
  });
  for (let i = 0; i < Math.max(left.length, right.length); i++) table.push([left[i] ?? '', right[i] ?? '']);
  return table;
}

function parsed(folder: string, name: RegExp): unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(basename(file)))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown);
}

/** What the constructs have to say; `cdk synth` prints it too. */
function notes(): [path: string, note: string][] {
  return parsed(join(out, 'v2'), /\.metadata\.json$/).flatMap((stack) =>
    Object.entries(stack as Record<string, { type: string; data: string }[]>).flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:info')
        .map(({ data }): [string, string] => [path.slice(1), data.replace(/ \[ack: .*\]$/, '')]),
    ),
  );
}

function counts(types: readonly string[]): string[] {
  const byType = new Map<string, number>();
  for (const type of types) byType.set(type, (byType.get(type) ?? 0) + 1);
  return [...byType].sort().map(([type, count]) => `${count} × ${type}`);
}

function fail(message: string, detail = ''): never {
  console.error(`${detail}\nnpm start: ${message}`);
  process.exit(1);
}
