import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseBench } from '@inference-constructs/core/out/model/bench';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import { CommandLine, isAlive, until } from '../support/command-line';

jest.setTimeout(120_000);
const v1 = join(__dirname, '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1');
const root = temporaryFolder();
const { cli } = bundles();
let packages = 0;

function model(): string {
  const directory = join(root, String(packages++));
  cpSync(v1, directory, { recursive: true });
  return directory;
}

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'bench', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('what the real runtime took is written where synth reads it, and known from another package', () => {
  const directory = model();
  const { digest } = loadModelPackage(directory);
  expect(bench(directory, '--check')).toEqual({
    status: 2,
    stdout: `diagnosis 1.0.0, ${digest}: not measured (no bench.json)\n`,
    stderr: '',
  });

  const { status, stdout, stderr } = bench(directory, '--seconds', '0.06', '--machine', 'ml.c7i.large');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const text = readFileSync(join(directory, 'bench.json'), 'utf8');
  const written = parseBench(text);
  expect(written).toMatchObject({ modelDigest: digest, onnxruntime: '1.30.0', machine: 'ml.c7i.large' });
  expect(written.requests.rows).toBe(1);
  expect(written.batches?.map(({ rows }) => rows)).toEqual([1, 4, 16, 64]);
  expect([1, 2, 4, 8, 16, 32, 64]).toContain(written.throughput?.concurrency);
  expect(written.residentMib).toBeGreaterThan(30);
  expect(Object.keys(written)).toEqual([
    ...['modelDigest', 'onnxruntime', 'node', 'machine', 'processors', 'residentMib', 'startMilliseconds'],
    ...['requests', 'batches', 'throughput'],
  ]);
  const after = loadModelPackage(directory);
  expect(after.bench).toEqual(written);
  expect(stdout).toContain(`written: ${join(directory, 'bench.json')}; with it the package is ${after.digest}`);

  expect(bench(directory, '--check')).toMatchObject({
    status: 0,
    stdout: `diagnosis 1.0.0, ${digest}: as measured on ml.c7i.large\n`,
  });
  writeFileSync(join(directory, 'note.txt'), 'changed');
  const changed = loadModelPackage(directory).measuredDigest;
  expect(bench(directory, '--check')).toMatchObject({
    status: 2,
    stdout: `diagnosis 1.0.0, ${changed}: not measured (bench.json was measured of ${digest})\n`,
  });
});

test('recorded requests are sent in place of the golden cases', () => {
  const directory = model();
  const traffic = join(root, 'two-rows.jsonl');
  const [row] = (JSON.parse(readFileSync(join(v1, 'golden.jsonl'), 'utf8').split('\n')[0]) as Golden).inputs.features;
  writeFileSync(traffic, JSON.stringify({ body: { instances: [row, row] } }));
  const { status, stdout } = bench(directory, '--seconds', '0.03', '--traffic', traffic);
  expect(status).toBe(0);
  expect(stdout).toContain(`requests of ${traffic}\n`);
  expect(loadModelPackage(directory).bench).toMatchObject({ requests: { rows: 2 } });
});

interface Golden {
  readonly inputs: { readonly features: readonly (readonly number[])[] };
}

describe('could not: 1, and nothing is written,', () => {
  const refusals: [string, (directory: string) => string[], RegExp][] = [
    [
      'of no seconds',
      () => ['--seconds', '0'],
      /^OptionInvalid: seconds \(0\): more than 0, at most 600 for each measurement\. choose such a value\n$/,
    ],
    [
      'on a machine without words',
      () => ['--machine', ' '],
      /^OptionInvalid: machine \(" "\): words that are not empty\. choose such a value\n$/,
    ],
    [
      'without requests',
      (directory) => {
        rmSync(join(directory, 'golden.jsonl'));
        return [];
      },
      /^TrafficMissing: requests \(none\): golden\.jsonl or a traffic file, to measure with\. record cases there, or give --traffic FILE\n$/,
    ],
    [
      'with a request that is refused',
      (directory) => {
        writeFileSync(join(directory, 'bad.jsonl'), '{"body":{"instances":[[1]]}}\n');
        return ['--traffic', join(directory, 'bad.jsonl')];
      },
      /^BenchRefused: request 1 of \S+bad\.jsonl \(400 [^)]*\): must be answered\. correct it, or leave it out\n$/,
    ],
    [
      'of a model that answers otherwise than recorded',
      (directory) => {
        const file = join(directory, 'golden.jsonl');
        writeFileSync(file, readFileSync(file, 'utf8').replace('0.022643546', '0.5'));
        return [];
      },
      /^BenchFailed: \S+ \(its process ended with 1: Golden\w+: .*\): must come into service\. correct the package\n$/,
    ],
    [
      'where it cannot be written',
      (directory) => {
        mkdirSync(join(directory, 'bench.json'));
        return ['--seconds', '0.01'];
      },
      /^BenchUnwritable: \S+bench\.json \(EISDIR\): must be a file that can be written\. check its permissions\n$/,
    ],
  ];

  test.each(refusals)('%s', (_, prepare, message) => {
    const directory = model();
    const { status, stdout, stderr } = bench(directory, ...prepare(directory));
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(1);
    expect(loadModelPackage(directory).bench).toBeUndefined();
  });
});

test('a runtime that dies meanwhile is named', async () => {
  const directory = model();
  const measuring = new CommandLine(cli, ['bench', directory, '--seconds', '60']);
  process.kill(await longLived(measuring), 'SIGABRT');
  expect(await measuring.exited).toBe(1);
  expect(measuring.error).toMatch(/^BenchFailed: \S+ \(its process ended with SIGABRT[^)]*\): must /);
});

/** The process that is asked: those before it are started for their start only. */
async function longLived(measuring: CommandLine): Promise<number> {
  for (;;) {
    const [pid] = childrenOf(measuring, 'serve$');
    await sleep(1000);
    if (pid !== undefined && isAlive(Number(pid))) return Number(pid);
  }
}

function childrenOf({ pid }: CommandLine, pattern = '.'): string[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid), '-f', pattern], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}

test.each(['SIGINT', 'SIGKILL'] as const)('after %s no process is left, and nothing is written', async (signal) => {
  const directory = model();
  const measuring = new CommandLine(cli, ['bench', directory, '--seconds', '60']);
  await until(() => childrenOf(measuring).length > 0);
  const server = Number(childrenOf(measuring)[0]);
  measuring.kill(signal);
  expect(await measuring.exited).toBe(signal === 'SIGKILL' ? null : 130);
  if (signal === 'SIGINT') expect(measuring.error).toMatch(/^Interrupted: /);
  await until(() => !isAlive(server));
  expect(loadModelPackage(directory).bench).toBeUndefined();
});
