import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForecastResult } from '@inference-constructs/rehearsal/forecast/forecast-result';
import { bundles } from '../rehearsal/support/bundles';
import { violations } from '../rehearsal/support/schema';
import { temporaryFolder } from '../support/packages';
import { readmeProgram } from '../support/readme';
import { root } from '../support/tools';
import { synthesized } from './support/programs';

jest.setTimeout(120_000);

const PAGE = 'docs/scaling.md';
const folder = temporaryFolder();
const { cli } = bundles();
const trace = join(folder, 'invocations.json');
const made = spawnSync(process.execPath, [join(root, 'examples', 'diagnosis', 'invocations.mjs')], {
  encoding: 'utf8',
});
writeFileSync(trace, made.stdout);
const apps = ['cdk', 'cdktf'].map((engine) => synthesized(readmeProgram(`@inference-constructs/${engine}`, PAGE)));

function forecast(to: string, ...args: string[]) {
  const all = [cli, 'forecast', '--to', to, '--trace', 'invocations.json', ...args];
  return spawnSync(process.execPath, all, { cwd: folder, encoding: 'utf8' });
}

test('of the programs of the page it prints what the page says, on both engines', () => {
  const [onCdk, onCdktf] = apps.map((to) => forecast(to));
  const printed = onCdk.stdout.split('\n');
  const fence = /```\n(Diagnosis\/Forecast: [\s\S]*?)\n {2}…\n```/.exec(readFileSync(join(root, PAGE), 'utf8'));
  const shown = fence?.[1].split('\n') ?? [];
  expect(shown.length).toBeGreaterThan(20);
  expect(printed.slice(0, shown.length)).toEqual(shown);
  expect({ stderr: onCdk.stderr, status: onCdk.status }).toEqual({ stderr: '', status: 0 });
  expect(onCdktf.stdout).toBe(onCdk.stdout);
});

test('--json prints what its schema says, with every hour', () => {
  const { stdout, status } = forecast(apps[1], '--json', '--days', '2', '--instance-requests-per-minute', '260');
  const result = JSON.parse(stdout) as ForecastResult;
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'forecast.schema.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  expect(violations(schema, result)).toEqual([]);
  const [{ played, hours, instanceRequestsPerMinute, verdict }] = result.forecasts;
  expect(played).toEqual({ from: '2026-11-06T23:00:00.000Z', until: '2026-11-08T21:00:00.000Z' });
  expect(hours).toHaveLength(46);
  expect({ engine: result.engine, instanceRequestsPerMinute, verdict, status }).toEqual({
    engine: 'terraform',
    instanceRequestsPerMinute: 260,
    verdict: 'same',
    status: 0,
  });
});

test.each([
  [
    ['--days', '30'],
    'HistoryTooShort: invocations.json: trace (34.7 days): 7 days of history, as the forecast itself needs, before the 30 days that are played. give 3 days more, or play 27 with --days 27\n',
  ],
  [['--days', '0'], 'OptionInvalid: days (0): a whole number, at least 1. choose such a value\n'],
  [
    ['--instance-requests-per-minute', '0'],
    'OptionInvalid: instance requests per minute (0): more than 0. choose such a value\n',
  ],
  [['--only', 'Other'], 'ForecastMissing: Other (no forecast): one of Diagnosis/Forecast. give one of them\n'],
])('could not: 1, for %j', (args, message) => {
  const { stdout, stderr, status } = forecast(apps[0], ...args);
  expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: message, status: 1 });
});

test('against it: 2, where a schedule of the template is taken back by the forecast', () => {
  // All week as many as there may be, which the forecast lowers.
  const source = readmeProgram('@inference-constructs/cdk', PAGE);
  const sale = source
    .replace('cron(30 7 26 11 ? *)', 'cron(0 0 2 11 ? *)')
    .replace('minCapacity: 8', 'minCapacity: 12');
  expect(sale).not.toBe(source);
  const { stdout, status } = forecast(synthesized(sale));
  expect(stdout).toMatch(/^WORSE with the forecast: \d+ more minutes under-provisioned, /m);
  expect(status).toBe(2);
});
