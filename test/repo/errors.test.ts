import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

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
