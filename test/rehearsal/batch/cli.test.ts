import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, until } from '../support/command-line';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import { heldOutCases } from '../../runtime/support/held-out';
import { cdkFunctions } from './support/function-app';
import { cdkBatch, IMAGE, inputFolder, transform } from './support/batch-app';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const { cli } = bundles();
const to = cdkBatch(folder, (stack, model) => transform(stack, model.attrModelName));
const rows = heldOutCases('v1').map(({ inputs }) => `${inputs.features[0].join(',')}\n`);
const execution = join(folder, 'execution.json');
writeFileSync(execution, '{"input":"s3://rows/in/"}');

const args = (...more: string[]) => ['batch', '--to', to, '--output', mkdtempSync(join(folder, 'output-')), ...more];
const given = (...files: string[]) =>
  args(
    '--execution-input',
    execution,
    '--input',
    `s3://rows/in=${inputFolder(folder, Object.fromEntries(files.map((text, i) => [`${i}.csv`, text])))}`,
  );
const run = (all: readonly string[]) => spawnSync(process.execPath, [cli, ...all], { encoding: 'utf8' });

test('what it prints', () => {
  const { stdout, stderr, status } = run([...given(rows.join(''), `${rows[0]}1,2\n`), '--execution-name', 'night-1']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout.replace(/ of this machine .*| on this machine .*/g, ' …').replace(/played in .* s/, 'played in … s'))
    .toBe(`\
Batch/Machine
┌──────┬────────────┬───────────┬──────┬─────────┬──────┐
│ from │         to │ state     │ type │ retries │ then │
├──────┼────────────┼───────────┼──────┼─────────┼──────┤
│  0 s │ 5 min 00 s │ Transform │ Task │       0 │      │
└──────┴────────────┴───────────┴──────┴─────────┴──────┘
SUCCEEDED after 5 min 00 s: 145 records in, 144 out, 1 failed

job night-1 (Batch-Model, MULTI_RECORD of at most 6 MB, 2 at once): Completed
  s3://rows/in/0.csv → s3://scores/daily/0.csv.out (143 records, 0 failed)
  s3://rows/in/1.csv → s3://scores/daily/1.csv.out (2 records, 1 failed)

not as on AWS:
  one process …
  onnxruntime-node 1.30.0 …
  the runtime of this library stood in for the image ${IMAGE}
  5 minutes (7 with a GPU) were assumed until the instances of a job have started

played in … s
`);
});

test.each<[string, string[], RegExp]>([
  [
    'a machine that is not there',
    ['--input', folder, '--machine', 'Batch/Other'],
    /^StateMachineMissing: Batch\/Other \(1 state machines there\): one of Batch\/Machine\. name one with --machine\n$/,
  ],
  [
    'an input that is not there',
    ['--input', 's3://rows/in=nowhere'],
    /^OptionInvalid: input \(s3:\/\/rows\/in=nowhere\): a file or folder that is there, after s3:\/\/bucket\/prefix= or alone\. choose such a value\n$/,
  ],
  [
    'an execution input that is no JSON',
    ['--input', folder, '--execution-input', cli],
    /^ExecutionInputUnreadable: .* \(not JSON\): a JSON document\. choose such a file\n$/,
  ],
  [
    'an execution name that is none',
    ['--input', folder, '--execution-name', 'a b'],
    /^OptionInvalid: execution name \(a b\): 1 to 80 letters, digits, hyphens and underscores\. choose such a value\n$/,
  ],
])('%s: exit code 1', (_, more, message) => {
  const { stderr, status } = run(args(...more));
  expect(stderr).toMatch(message);
  expect(status).toBe(1);
});

test('a job that fails: exit code 2', () => {
  const { stdout, status } = run(given());
  expect(stdout).toContain('FAILED after 5 min 00 s with BatchFailed: the job failed. 0 records in, 0 out, 0 failed\n');
  expect(status).toBe(2);
});

test.each<[object, string]>([
  [{}, 'FAILED after 0 s, without an error or a cause. 0 records in, 0 out, 0 failed\n'],
  [{ Error: 'Late' }, 'FAILED after 0 s with Late. 0 records in, 0 out, 0 failed\n'],
  [{ Cause: 'too late' }, 'FAILED after 0 s: too late. 0 records in, 0 out, 0 failed\n'],
])('a machine that fails with %j', (fail, expected) => {
  const failing = cdkFunctions(folder, {
    functions: {},
    machines: () => ({ Fails: { StartAt: 'Stop', States: { Stop: { Type: 'Fail', ...fail } } } }),
  });
  const { stdout, status } = run([
    'batch',
    '--to',
    failing,
    '--input',
    folder,
    '--output',
    mkdtempSync(join(folder, 'output-')),
  ]);
  expect(stdout).toContain(expected);
  expect(status).toBe(2);
});

describe('a machine that calls a function', () => {
  const source = (body: string): string => `exports.handler = async () => { ${body} };`;
  const called = cdkFunctions(folder, {
    functions: {
      Hang: { source: source('for (;;);'), timeoutSeconds: 600 },
      Count: {
        source: source("await fetch(process.env.AWS_ENDPOINT_URL + '/rows'); throw new RangeError('no rows');"),
      },
    },
    machines: ({ Hang, Count }) => ({
      Counts: { StartAt: 'Count', States: { Count: { Type: 'Task', Resource: Count.arn, End: true } } },
      Hangs: { StartAt: 'Hang', States: { Hang: { Type: 'Task', Resource: Hang.arn, End: true } } },
    }),
  });
  const calls = (machine: string) => [
    ...['batch', '--to', called, '--machine', `Batch/${machine}`, '--input', folder],
    ...['--output', mkdtempSync(join(folder, 'output-'))],
  ];

  test('what it prints', () => {
    const { stdout, status } = run(calls('Counts'));
    expect(status).toBe(2);
    expect(stdout).toMatch(
      /^UNDETERMINED after 0 s: state Count: Batch\/Count failed \(RangeError\) after it had asked for unsigned GET \/rows \(refused: a rehearsal has nothing that stands in for it\)\. 0 records in, 0 out, 0 failed$/m,
    );
    expect(stdout).toMatch(
      /^functions:\n {2}Count: Batch\/Count \(\$LATEST\) in \d+ ms, RangeError: no rows; it asked for unsigned GET \/rows \(refused: a rehearsal has nothing that stands in for it\)$/m,
    );
  });

  // Children are found as Linux lists them.
  (process.platform === 'linux' ? test : test.skip)('SIGTERM leaves none behind', async () => {
    await interrupted(calls('Hangs'));
  });
});

// Children are found as Linux lists them.
(process.platform === 'linux' ? test : test.skip)('SIGTERM leaves no container behind', async () => {
  const TMPDIR = await interrupted(given(rows.join('').repeat(3000)));
  expect(readdirSync(TMPDIR).filter((name) => name.startsWith('inference-batch-'))).toEqual([]);
});

/** Ends it once it has started another process, which ends too; where its temporary files were. */
async function interrupted(all: readonly string[]): Promise<string> {
  const TMPDIR = mkdtempSync(join(folder, 't-'));
  const child = spawn(process.execPath, [cli, ...all], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR },
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const children = (): number[] =>
    spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean)
      .map(Number);
  await until(() => children().length > 0);
  const started = children();
  child.kill('SIGTERM');
  expect(await exited).toBe(130);
  expect(said).toBe('Interrupted: inference (interrupted): nothing was concluded. run it again\n');
  await until(() => !started.some(isAlive));
  return TMPDIR;
}
