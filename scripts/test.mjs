// Runs every test and ends with one line: `N passed, N failed, N skipped`. What a machine lacks is skipped and counted;
// in CI a check whose tool is there must not be skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'inference-test-'));
const report = join(folder, 'report.json');
const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');
// A test that failed may leave a process it waits for; what counts is in the report by then.
const options = ['--json', '--forceExit', `--outputFile=${report}`];
const run = spawnSync(process.execPath, [jest, ...options, ...process.argv.slice(2)], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (!existsSync(report)) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const results = JSON.parse(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true, force: true });

const skipped = results.testResults
  .flatMap((file) => file.assertionResults)
  .filter(({ status }) => status === 'pending' || status === 'todo')
  .map(({ fullName }) => fullName);
for (const name of skipped) console.log(`skipped: ${name}`);

const neglected = process.env.CI ? skipped.filter((name) => !isMissing(/\[needs ([^\]]+)\]/.exec(name)?.[1])) : [];
for (const name of neglected) console.error(`skipped in CI although its tool is here: ${name}`);

// A suite that cannot even load has no failed test of its own.
const broken = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failed = results.numFailedTests + broken.length + neglected.length;
console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed === 0 && run.status === 0 ? 0 : 1);

function isMissing(tool) {
  return tool !== undefined && spawnSync(tool, ['--version'], { stdio: 'ignore' }).error !== undefined;
}
