import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/packages';
import { root } from '../support/tools';

jest.setTimeout(180_000);
const folder = temporaryFolder();
const released = join(root, 'test', 'fixtures', 'released');
const [version] = readdirSync(released, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  .slice(-1);

function check(...args: string[]) {
  const script = join(root, 'scripts', 'upgrade-check.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('what the examples synthesize replaces nothing of the last release that is not named', () => {
  const { status, stdout, stderr } = check();
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d+ outputs as released with \S+; \d+ replaced resources, each named in the changelog\n$/);
  expect(status).toBe(0);
});

type Json = Record<string, Record<string, Record<string, unknown>>>;

/** What the last release synthesized, one file of it edited. */
function edited(file: string, edit: (content: Json) => void): string {
  const current = mkdtempSync(join(folder, 'current-'));
  cpSync(join(released, version), current, { recursive: true });
  const path = join(current, 'diagnosis', file);
  const content = JSON.parse(readFileSync(path, 'utf8')) as Json;
  edit(content);
  writeFileSync(path, JSON.stringify(content));
  return current;
}

function changelog(text: string): string {
  const file = join(mkdtempSync(join(folder, 'changelog-')), 'CHANGELOG.md');
  writeFileSync(file, `# Changelog\n\n${text}\n`);
  return file;
}

const NOTHING = changelog('## Unreleased\n\n### Added\n\n- `live` (`AWS::Lambda::Alias`)');

/** Another logical id is another alias. */
const renamedAlias = () =>
  edited('cdk/Diagnosis.template.json', ({ Resources }) => {
    const [[id, alias]] = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Alias');
    delete Resources[id];
    const metadata = { 'aws:cdk:path': 'Diagnosis/Classifier/Current/Resource' };
    Resources.Current = { ...alias, Metadata: metadata };
  });

const renamedFunction = () =>
  edited('cdktf/stacks/Diagnosis/cdk.tf.json', ({ resource }) => {
    const name = Object.keys(resource.aws_lambda_function).find((one) => one.startsWith('Classifier_Function')) ?? '';
    Object.assign(resource.aws_lambda_function[name] as object, { function_name: 'another' });
  });

test.each<[string, () => string, RegExp]>([
  ['a deleted alias', renamedAlias, /^diagnosis\/cdk: delete Diagnosis\/Classifier\/\w+ \(AWS::Lambda::Alias\)$/m],
  [
    'a replaced function',
    renamedFunction,
    /^diagnosis\/cdktf: replace Diagnosis\/Classifier\/Function \(AWS::Lambda::Function\): FunctionName$/m,
  ],
])('%s fails', (_, current, line) => {
  const { status, stderr } = check('--current', current(), '--changelog', NOTHING);
  expect(stderr).toMatch(line);
  expect(stderr).toContain(
    `of users of ${version} would be lost, and CHANGELOG.md does not say so. keep them, or name each`,
  );
  expect(status).toBe(1);
});

/** Only one engine's output: each comparison takes a second. */
const terraform = mkdtempSync(join(folder, 'released-'));
cpSync(join(released, version, 'diagnosis', 'cdktf'), join(terraform, version, 'diagnosis', 'cdktf'), {
  recursive: true,
});
const current = renamedFunction();

const line = '- `Function` (`AWS::Lambda::Function`): another name; callers by name must follow.\n';
const others = '- `Alias` (`AWS::Lambda::Alias`)\n';

test.each<[string, string, number]>([
  ['names it', `## Unreleased\n\n### Replaces\n\n${others}${line}`, 0],
  ['names it in a newer release', `## Unreleased\n\n## 99.0.0\n\n### Replaces\n\n${others}${line}`, 0],
  ['names it under another heading', `## Unreleased\n\n### Replaces\n\n### Changed\n\n${line}`, 1],
  ['named it for the release itself', `## Unreleased\n\n## ${version}\n\n### Replaces\n\n${line}`, 1],
  ['names another of the type', '## Unreleased\n\n### Replaces\n\n- `Other` (`AWS::Lambda::Function`)\n', 1],
  ['names the construct only', '## Unreleased\n\n### Replaces\n\n- `Function`\n', 1],
])('a changelog that %s', (_, text, code) => {
  const { status } = check('--released', terraform, '--current', current, '--changelog', changelog(text));
  expect(status).toBe(code);
});

test('an example that is gone fails', () => {
  const { status, stderr } = check('--current', folder, '--changelog', NOTHING);
  expect(stderr).toMatch(/^diagnosis\/cdk\w*: released with \S+, and not synthesized any more\n$/);
  expect(status).toBe(1);
});

test('what is updated in place, and what is new with every release, is not named', () => {
  const current = edited('cdk/Diagnosis.template.json', ({ Resources }) => {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === 'AWS::Lambda::Function') (Properties as { Timeout: number }).Timeout = 9;
    }
    const [[id, version]] = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Version');
    delete Resources[id];
    Resources.VersionOfNow = version;
  });
  expect(check('--current', current, '--changelog', NOTHING)).toMatchObject({ status: 0, stderr: '' });
});
