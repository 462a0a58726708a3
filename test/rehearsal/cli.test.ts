import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { edited, temporaryFolder, v1, v2, variables } from './support/assembly';
import { bundles } from './support/bundles';

const folder = temporaryFolder();
const { cli } = bundles();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, '{"body":{"row":1}}\n{"body":{"row":2}}\n');

function inference(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'rehearse', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('promoted: 0, with a timeline and the verdict', () => {
  const { status, stdout, stderr } = inference('--from', v1, '--to', v2, '--traffic', traffic);
  expect(stdout).toContain(
    'PROMOTED at minute 10: no alarm rang. version 2 (diagnosis 2.0.0) answered 60 requests, 0 of them failed',
  );
  expect(stdout).toMatch(/│ +9 │ +1 │ +10 % │ +54 │ +6 │ +0 │/);
  expect(stdout).toContain('60 requests per minute as the template expects, each a real one (weight 1)');
  expect(stdout).toContain('App/Endpoint (AWS::SageMaker::Endpoint): its configuration is not in the template');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('rolled back: 2, naming alarm, minute and exposure', () => {
  const bad = edited(folder, v2, (resources) => (variables(resources).POSITIVE = '1'));
  const { status, stdout } = inference('--from', v1, '--to', bad, '--traffic', traffic);
  expect(stdout).toContain(
    'ROLLED BACK at minute 6 by App/Classifier/PredictionShiftAlarm. version 2 (diagnosis 2.0.0) answered 36 requests, 0 of them failed',
  );
  expect(status).toBe(2);
});

test('--json prints one document and nothing else', () => {
  const { status, stdout } = inference(
    '--from',
    v1,
    '--to',
    v2,
    '--traffic',
    traffic,
    '--json',
    '--requests-per-minute',
    '30',
  );
  const result = JSON.parse(stdout) as RehearsalResult;
  expect(result).toMatchObject({ formatVersion: 2, verdict: 'promoted' });
  expect(result.deployments[0].traffic).toMatchObject({ requestsPerMinute: 30, seed: 1 });
  expect(status).toBe(0);
});

test.each<[string, string[], RegExp]>([
  [
    'an assembly that is not there',
    ['--to', '/nowhere'],
    /^AssemblyMissing: \/nowhere \(no manifest\.json and no \.tf\.json\): must be a cloud assembly or Terraform JSON\. .*\n$/,
  ],
  [
    'a sample of none',
    ['--to', v2, '--sample', '0'],
    /^OptionInvalid: sample \(0\): a whole number, at least 1\. choose such a value\n$/,
  ],
  [
    'a rate that is no number',
    ['--to', v2, '--requests-per-minute', 'many'],
    /^error: option '--requests-per-minute <number>' argument 'many' is invalid\. a number\.\n$/,
  ],
  ['nothing to read', [], /^error: required option '--to <directory>' not specified\n$/],
])('could not rehearse: 1, for %s', (_, args, message) => {
  const { status, stdout, stderr } = inference(...args);
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

describe.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('after %s', (signal) => {
  test('no process is left', async () => {
    const note = join(folder, `${signal}.pid`);
    const hanging = join(folder, `${signal}.jsonl`);
    writeFileSync(hanging, JSON.stringify({ body: { do: 'note-process', file: note } }));
    const patient = edited(folder, v2, ({ Fn }) => (Fn.Properties.Timeout = 60));
    const child = spawn(process.execPath, [cli, 'rehearse', '--to', patient, '--traffic', hanging], {
      stdio: 'ignore',
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await until(() => existsSync(note) && readFileSync(note, 'utf8') !== '');
    const sandbox = Number(readFileSync(note, 'utf8'));
    expect(isAlive(sandbox)).toBe(true);
    child.kill(signal);
    expect(await exited).toBe(signal === 'SIGKILL' ? null : 130);
    await until(() => !isAlive(sandbox));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
