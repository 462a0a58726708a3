import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FAULT_STATUS } from '@inference-constructs/runtime/errors';

const root = join(__dirname, '..', '..');
const SCRIPT = pathToFileURL(join(root, 'scripts', 'errors.mjs')).href;

function asked<T>(expression: string): T {
  const program = `import * as errors from '${SCRIPT}'; console.log(JSON.stringify(${expression}));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, encoding: 'utf8' }),
  ) as T;
}

const codes = asked<Record<string, [string, string[]][]>>('errors.errorCodes()');
const page = readFileSync(join(root, 'docs', 'errors.md'), 'utf8');

/** Every literal that follows the name of the error. */
const thrown = ['lib/src', 'constructs/cdk/src', 'constructs/cdktf/src', 'rehearsal/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(root, folder, file), 'utf8').matchAll(/new InferenceError\(\s*'(\w+)'/g)])
    .map(([, code]) => code),
);

test('every code that is thrown is on the page of errors', () => {
  expect(thrown.length).toBeGreaterThan(150);
  expect([...new Set(thrown)].filter((code) => !page.includes(`- \`${code}\`\n`))).toEqual([]);
});

test('so is one that is chosen, looked up or handed on', () => {
  const listed = Object.values(codes)
    .flat()
    .map(([code]) => code);
  expect(listed).toEqual(
    expect.arrayContaining(['RolloutNeedsInstances', 'RollingPercentOutOfRange', 'GoldenInvalid', 'CorsOriginInvalid']),
  );
});

test('every error has words', () => {
  expect(asked('errors.unexplained()')).toEqual([]);
});

test('one without is named', () => {
  expect(asked("errors.unexplained({ all: [['Bare', []], ['Said', ['memory (…): at most …']]] })")).toEqual([
    'Bare: an error without words. write what, the value, the limit and the remedy where it is thrown',
  ]);
});

test('an error says its values as they are marked, whatever function puts it together', () => {
  const [, [forecast]] = codes['When a construct is made, or a stack synthesized'].find(
    ([code]) => code === 'OpsetUnsupported',
  )!;
  expect(forecast).toBe('…: at most … in …. export the model with …');
});

const said = (code: string) =>
  Object.values(codes)
    .flat()
    .find(([listed]) => listed === code)?.[1];

test.each<[string, string[]]>([
  [
    'AlarmsTooMany',
    [
      'rollback alarms (…): at most … on a deployment, and every variant has its own. serve fewer variants',
      'rollback alarms (…): at most … on a deployment, and every variant has its own. serve fewer variants, or take some of the … that are there out of the deployment config',
    ],
  ],
  [
    'DeploymentTooLong',
    ['which SageMaker allows', 'for which the provider waits'].flatMap((limit) =>
      ['larger steps or a shorter bake', 'a shorter bake'].map(
        (remedy) => `deployment (… s with a bake of … minutes): at most … s, ${limit}. choose ${remedy}`,
      ),
    ),
  ],
])('a message that depends on a condition is there in all its wordings: %s', (code, expected) => {
  expect(said(code)).toEqual(expected);
});

test('what chooses the code chooses the words too', () => {
  expect(said('CanaryNeedsInstances')).toEqual([
    'instance count (1): a … needs at least 2 instances. set two or more, or choose an all-at-once rollout',
  ]);
  expect(said('RolloutNeedsInstances')).toEqual([
    'instance count (1): a … rollout needs at least 2 instances. set two or more, or choose an all-at-once rollout',
  ]);
});

/** Code, status, whether it names a field, and whether it says when to come again. */
const faults = [...page.matchAll(/^\| `(\w+)` +\| (\d{3}) +\| (\S*) +\| (\S*) +\| (.+?) +\| (.+?) +\|$/gm)];

test('every fault of the runtime is on the page, with its status, what it means and what to do', () => {
  const listed = faults.map(([, code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(listed)).toEqual(FAULT_STATUS);
  expect(listed).toHaveLength(Object.keys(FAULT_STATUS).length);
});

test('so is whether it says when to come again, and which field it is about', () => {
  const those = (column: number) => faults.filter((row) => row[column] === 'yes').map(([, code]) => code);
  expect(those(4)).toEqual([
    'DeadlineUnreachable',
    'NotReady',
    'Overloaded',
    'CircuitOpen',
    'EngineLost',
    'ReaderLost',
  ]);
  expect(those(3)).toEqual(expect.arrayContaining(['InputMissing', 'TypeMismatch', 'OutOfRange', 'CategoryUnknown']));
  expect(those(3)).not.toContain('ModelFailed');
});
