import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@inference-constructs/rehearsal/report/report-types';
import { root } from '../../support/tools';
import { edited, temporaryFolder, v1, v2, variables } from '../support/assembly';
import { bundles } from '../support/bundles';
import { violations } from '../support/schema';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const { cli } = bundles();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, '{"body":{"row":1}}\n{"body":{"row":2}}\n');

function report(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'report', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('nothing against it: 0, Markdown on stdout, and the page', () => {
  const html = join(folder, 'new', 'page.html');
  const { status, stdout, stderr } = report('--from', v1, '--to', v2, '--traffic', traffic, '--html', html);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^<!-- inference report -->\n\n### ✅ Nothing found against this change\n/);
  expect(stdout).toContain('**Rehearsal** of App/Classifier/Function: PROMOTED at minute 10');
  expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(status).toBe(0);
});

test('rolled back: 2, and everything is told', () => {
  const bad = edited(folder, v2, (resources) => (variables(resources).POSITIVE = '1'));
  const { status, stdout } = report('--from', v1, '--to', bad, '--traffic', traffic, '--json');
  const json = JSON.parse(stdout) as Report;
  expect(json.conclusion.against).toEqual([
    expect.stringMatching(
      /^App\/Classifier\/Function: ROLLED BACK at minute 6 by App\/Classifier\/PredictionShiftAlarm/,
    ),
  ]);
  expect(status).toBe(2);
});

test('a rule that is newly broken: 2', () => {
  const unwatched = edited(folder, v2, (resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type === 'AWS::CodeDeploy::DeploymentGroup') Properties.AlarmConfiguration = { Alarms: [] };
    }
  });
  const { status, stdout } = report('--from', v1, '--to', unwatched, '--no-rehearse');
  expect(stdout).toContain(
    'error rollback-without-alarms, App/Classifier/DeploymentGroup: rollback alarms (none): at least 1.',
  );
  expect(status).toBe(2);
});

test('what is printed with --json is what the schema says', () => {
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'report.schema.json'), 'utf8')) as Record<string, unknown>;
  for (const args of [['--no-rehearse'], ['--traffic', traffic]]) {
    const printed: unknown = JSON.parse(report('--from', v1, '--to', v2, '--json', ...args).stdout);
    expect(violations(schema, printed)).toEqual([]);
  }
});

test('--markdown writes the file and prints nothing', () => {
  const file = join(folder, 'comment.md');
  expect(report('--from', v1, '--to', v2, '--no-rehearse', '--markdown', file)).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
  expect(existsSync(file)).toBe(true);
});

test('a rehearsal that could not be made: 1, and the rest is told', () => {
  const { status, stdout } = report('--from', v1, '--to', v2, '--traffic', join(folder, 'nowhere.jsonl'));
  expect(stdout).toContain('### ❌ Nothing found against this change, but it could not be rehearsed');
  expect(status).toBe(1);
});

const empty = join(folder, 'empty');
mkdirSync(empty);
test.each<[string, string[], RegExp]>([
  [
    'nothing synthesized',
    ['--to', empty],
    /^AssemblyMissing: .*empty \(no manifest\.json and no \.tf\.json\): must be a cloud assembly or Terraform JSON/,
  ],
  [
    'traffic that falls',
    ['--to', v2, '--traffic-per-minute', '3,2,1'],
    /^OptionInvalid: traffic per minute \(3,2,1\): three numbers/,
  ],
  ['prices that are not there', ['--to', v2, '--prices', '/nowhere'], /^PricesInvalid: \/nowhere \(ENOENT\): must be/],
])('%s: 1, with one line', (_, args, message) => {
  const { status, stdout, stderr } = report('--from', v1, ...args);
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});
