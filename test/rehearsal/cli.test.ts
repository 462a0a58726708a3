import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { edited, temporaryFolder, v1, v2, variables } from './support/assembly';
import { bundles } from './support/bundles';
import { CommandLine, isAlive, until } from './support/command-line';

jest.setTimeout(60_000);
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
  expect(stdout).toContain(
    'App/Endpoint (AWS::SageMaker::Endpoint): its configuration is not in the template. declare it, and its models, in the app',
  );
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
    /^error: option '--requests-per-minute <number>' argument 'many' is invalid\. It must be a number\.\n$/,
  ],
  [
    'all scenarios and one',
    ['--to', v2, '--all', '--scenario', 'errors'],
    /^error: option '--all' cannot be used with option '--scenario <name>'\n$/,
  ],
  [
    'all scenarios by a strict reading',
    ['--to', v2, '--all', '--strict'],
    /^error: option '--all' cannot be used with option '--strict'\n$/,
  ],
  ['nothing to read', [], /^error: required option '--to <directory>' not specified\n$/],
])('could not rehearse: 1, for %s', (_, args, message) => {
  const { status, stdout, stderr } = inference(...args);
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

describe.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('after %s', (signal) => {
  test.each(['note-process', 'never-yield'])('no process is left of a handler that does %s', async (what) => {
    const note = join(folder, `${signal} ${what}.pid`);
    const hanging = join(folder, `${signal} ${what}.jsonl`);
    writeFileSync(hanging, JSON.stringify({ body: { do: what, file: note } }));
    const patient = edited(folder, v2, ({ Fn }) => (Fn.Properties.Timeout = 60));
    const rehearsing = new CommandLine(cli, ['rehearse', '--to', patient, '--traffic', hanging]);
    await until(() => existsSync(note) && readFileSync(note, 'utf8') !== '');
    const sandbox = Number(readFileSync(note, 'utf8'));
    expect(isAlive(sandbox)).toBe(true);
    rehearsing.kill(signal);
    expect(await rehearsing.exited).toBe(signal === 'SIGKILL' ? null : 130);
    await until(() => !isAlive(sandbox));
  });
});

test('--strict holds all at once against it: 2', () => {
  const atOnce = edited(folder, v2, ({ Group }) => {
    Group.Properties.DeploymentConfigName = 'CodeDeployDefault.LambdaAllAtOnce';
  });
  const args = ['--from', v1, '--to', atOnce, '--traffic', traffic];
  expect(inference(...args).status).toBe(0);
  const { status, stdout } = inference(...args, '--strict');
  expect(stdout).toContain('by a strict reading not promoted:\n  App/Classifier/Function: all traffic moves at once\n');
  expect(status).toBe(2);
});

test('the same seed gives the same rehearsal but for the times, another seed another one', () => {
  const play = (seed: string) =>
    withoutTimes(inference('--from', v1, '--to', v2, '--traffic', traffic, '--json', '--seed', seed).stdout);
  const one = play('7');
  expect(play('7')).toEqual(one);
  expect(play('8')).not.toEqual(one);
});

/** Measured on this machine: real time, and what an alarm on it sees. */
function withoutTimes(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) => {
    if (/^(seconds|durationMilliseconds|coldStartMilliseconds)$/.test(key)) return undefined;
    const { alarm } = (value ?? {}) as { alarm?: unknown };
    return typeof alarm === 'string' && alarm.endsWith('LatencyAlarm')
      ? { ...(value as object), value: undefined }
      : value;
  });
}

test.each<[string, string[], number, RegExp]>([
  ['nothing found', ['--from', v1, '--to', v1], 0, /\n\nnothing found\n$/],
  ['as JSON', ['--to', v2, '--json'], 0, /^\{\n {2}"formatVersion": 1,/],
  ['warnings, strictly', ['--to', v2, '--strict'], 2, /\n {2}warning \[all-at-once\] App\/Endpoint: /],
  ['a number of requests that no user sends', ['--to', v2, '--requests-per-user', '0'], 1, /^$/],
])('analyse: %s', (_, args, code, text) => {
  const { status, stdout } = spawnSync(process.execPath, [cli, 'analyse', ...args], { encoding: 'utf8' });
  expect(stdout).toMatch(text);
  expect(status).toBe(code);
});
