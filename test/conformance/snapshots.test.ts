import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/packages';
import { root } from '../support/tools';

jest.setTimeout(180_000);
const folder = temporaryFolder();
const kept = join(root, 'test', 'fixtures', 'synthesized');
const TEMPLATE = join('diagnosis', 'cdk', 'Diagnosis.template.json');
const REMEDY =
  'the examples synthesize something else. if that is meant: npm run snapshots, and commit the difference\n';

function snapshots(...args: string[]) {
  const script = join(root, 'scripts', 'snapshots.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('the examples synthesize what is kept', () => {
  expect(snapshots()).toEqual({ status: 0, stdout: '4 files as kept\n', stderr: '' });
});

/** What is kept, one template of it edited. */
function edited(edit: (text: string) => string): string {
  const current = mkdtempSync(join(folder, 'current-'));
  cpSync(kept, current, { recursive: true });
  writeFileSync(join(current, TEMPLATE), edit(readFileSync(join(current, TEMPLATE), 'utf8')));
  return current;
}

/** As a build wrote it, with another one's digests. */
const built = (digit: string) =>
  edited((text) =>
    text
      .replaceAll('<asset 1>', digit.repeat(64))
      .replaceAll('<asset 2>', `${digit}${'0'.repeat(63)}`)
      .replaceAll('<version 1>', digit.repeat(32))
      .replaceAll('<release 1>', digit.repeat(8)),
  );

test.each(['a', '7'])('another build of the same is no difference: %s', (digit) => {
  expect(snapshots('--current', built(digit))).toMatchObject({ status: 0, stderr: '' });
});

test.each<[string, (text: string) => string, string]>([
  [
    'property',
    (text) => text.replace('"MemorySize": 512', '"MemorySize": 256'),
    '- Resources.ClassifierFunction1A3EEE90.Properties.MemorySize: 512\n' +
      '+ Resources.ClassifierFunction1A3EEE90.Properties.MemorySize: 256\n',
  ],
  [
    'model',
    (text) => text.replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`),
    '- Resources.ClassifierFunction1A3EEE90.Properties.Environment.Variables.INFERENCE_MODEL_DIGEST: ' +
      '"sha256:e10f536c78f39fd57a823f62ae84de19bb0bf917f03fe63af69bf3214bc40b19"\n' +
      '+ Resources.ClassifierFunction1A3EEE90.Properties.Environment.Variables.INFERENCE_MODEL_DIGEST: ' +
      `"sha256:${'0'.repeat(64)}"\n`,
  ],
  [
    'asset in the place of another',
    (text) => text.replace('<asset 1>', '<asset 2>'),
    '- Resources.ClassifierFunction1A3EEE90.Properties.Code.S3Key: "<asset 1>.zip"\n' +
      '+ Resources.ClassifierFunction1A3EEE90.Properties.Code.S3Key: "<asset 2>.zip"\n',
  ],
])('another %s is, and is named', (_, edit, lines) => {
  const { status, stderr } = snapshots('--current', edited(edit));
  expect(stderr).toBe(`${TEMPLATE}:\n${lines}${REMEDY}`);
  expect(status).toBe(1);
});

test('a template that is gone is a difference', () => {
  const current = edited((text) => text);
  rmSync(join(current, 'diagnosis', 'cdk'), { recursive: true });
  const { status, stderr } = snapshots('--current', current);
  expect(stderr).toContain(`${TEMPLATE}:\n- `);
  expect(status).toBe(1);
});

test('what is written is what is compared', () => {
  const copy = join(folder, 'kept');
  expect(snapshots('--write', '--current', built('b'), '--kept', copy)).toMatchObject({ stdout: 'kept 4 files\n' });
  expect(readFileSync(join(copy, TEMPLATE), 'utf8')).toBe(readFileSync(join(kept, TEMPLATE), 'utf8'));
});
