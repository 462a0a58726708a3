import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InferenceEndpointProps } from '@inference-constructs/cdk';
import type { Analysis } from '@inference-constructs/rehearsal/analysis/analysis-types';
import type { Report } from '@inference-constructs/rehearsal/report/report-types';
import type { RehearsalResult } from '@inference-constructs/rehearsal/result';
import { App, Stack } from 'aws-cdk-lib/core';
import { diagnosis, newEndpoint } from '../../cdk/support/synth';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const { cli } = bundles();
const PATH = 'Diagnosis/Classifier';

const prices = join(folder, 'prices.json');
writeFileSync(
  prices,
  JSON.stringify({
    region: 'us-east-1',
    asOf: '2026-11-22',
    prices: { 'hosting/ml.m5.large/hour': 0.1, 'hosting/ml.m5.xlarge/hour': 0.2, 'hosting/ml.c5.large/hour': 0.08 },
  }),
);

/** The first pool is neither the cheapest nor the dearest. */
const POOLS = ['ml.m5.large', 'ml.m5.xlarge', 'ml.c5.large'];
const of = (...types: string[]) => types.map((instanceType) => ({ instanceType }));

function synthesized(props: Partial<InferenceEndpointProps> = {}, maxCapacity?: number): string {
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')), analyticsReporting: false });
  const stack = new Stack(app, 'Diagnosis', { env: { account: '123456789012', region: 'us-east-1' } });
  const endpoint = newEndpoint(stack, { instancePools: of(...POOLS), instanceCount: 2, ...props });
  if (maxCapacity !== undefined) {
    endpoint
      .autoScaleInstanceCount({ minCapacity: 1, maxCapacity })
      .scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 600 });
  }
  return app.synth().directory;
}

function inference<T>(...args: string[]): T {
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args, '--json'], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

const change = (maxCapacity?: number): string[] => [
  '--from',
  synthesized({}, maxCapacity),
  '--to',
  synthesized({ model: diagnosis('v2') }, maxCapacity),
];

test('a release on pools is played on the first of them, and the result says so', () => {
  const { deployments, notPlayed } = inference<RehearsalResult>('rehearse', ...change(), '--sample', '20');
  expect(deployments).toMatchObject([
    {
      target: { path: PATH },
      verdict: 'promoted',
      minute: 35,
      versions: { new: { description: 'diagnosis 2.0.0 on 2 × ml.m5.large' } },
    },
  ]);
  expect(deployments[0].notes).toContain(
    'variant live: enough instances of its first pool, ml.m5.large, were assumed; those of ml.m5.xlarge, ml.c5.large are not played',
  );
  expect(notPlayed.filter(({ type }) => type.startsWith('AWS::SageMaker'))).toEqual([]);
});

test('every pool needs a quota for the whole fleet, once for the old and once for the new', () => {
  const { quotas } = inference<Analysis>('analyse', ...change());
  const beside = `${PATH}: 2 old and 2 new at the same time`;
  const fallback = `where the pools before it have no instances: ${beside}`;
  expect(quotas.filter(({ quota }) => quota.startsWith('ml.'))).toEqual([
    { quota: 'ml.m5.large for endpoint usage', before: 2, during: 4, after: 2, because: beside },
    { quota: 'ml.m5.xlarge for endpoint usage', before: 2, during: 4, after: 2, because: fallback },
    { quota: 'ml.c5.large for endpoint usage', before: 2, during: 4, after: 2, because: fallback },
  ]);
});

test('a fleet that scales needs as many of each pool as it may have', () => {
  const { quotas } = inference<Analysis>('analyse', '--to', synthesized({}, 5));
  expect(
    quotas.flatMap(({ quota, after, during }) => (quota.startsWith('ml.') ? [[quota, after, during]] : [])),
  ).toEqual([
    ['ml.m5.large for endpoint usage', 5, 10],
    ['ml.m5.xlarge for endpoint usage', 5, 10],
    ['ml.c5.large for endpoint usage', 5, 10],
  ]);
});

test('what stands beside the fleet is billed once, by the first pool and at most by the dearest', () => {
  const args = ['analyse', ...change(), '--prices', prices];
  const [{ doubleFleet }] = inference<Analysis>(...args).releases;
  expect(doubleFleet).toMatchObject({
    instances: [{ instanceType: 'ml.m5.large', count: 2 }],
    minutes: 35,
    usd: 0.12,
    mostUsd: 0.23,
  });
  const { stdout } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  expect(stdout).toContain(
    'billed beside the fleet: 2 × ml.m5.large for 35 min: $0.12, at most $0.23 on other pools ' +
      '(ml.m5.large $0.1 an hour, given 2026-11-22; ml.m5.xlarge $0.2 an hour, given 2026-11-22; ml.c5.large $0.08 an hour, given 2026-11-22)',
  );
});

test.each<[string, number | undefined, [number, number, number], string]>([
  ['two instances', undefined, [2 * 730 * 0.08, 2 * 730 * 0.1, 2 * 730 * 0.2], '2'],
  ['one to five instances', 5, [730 * 0.08, 2 * 730 * 0.1, 5 * 730 * 0.2], '1 / 2 / 5'],
])('the month of %s costs by the cheapest, the first and the dearest pool', (_, maxCapacity, usd, count) => {
  const { cost } = inference<Report>('report', ...change(maxCapacity), '--no-rehearse', '--prices', prices);
  expect(cost.items.find(({ what }) => what === 'endpoint, variant live')).toMatchObject({
    before: usd,
    after: usd,
    basis: [
      `${count} × ml.m5.large × 730 h; minimum and maximum by the price of its other pools (ml.m5.xlarge, ml.c5.large)`,
    ],
  });
});

test('another pool of a variant that scales takes two steps', () => {
  const [from, to] = [synthesized({}, 5), synthesized({ instancePools: of('ml.m5.large', 'ml.c5.large') }, 5)];
  const what = 'ml.m5.large, ml.m5.xlarge, ml.c5.large to ml.m5.large, ml.c5.large';
  const { twoStepPlans } = inference<Analysis>('analyse', '--from', from, '--to', to);
  expect(twoStepPlans).toMatchObject([
    { id: 'instance-type-of-scaled-variant', path: PATH, change: `instance type of variant live: ${what}` },
  ]);
  const { deployments } = inference<RehearsalResult>('rehearse', '--from', from, '--to', to, '--sample', '20');
  expect(deployments[0].reason).toBe(
    'UpdateEndpoint is refused: variant live is scaled, so its instance type (ml.m5.large, ml.m5.xlarge, ml.c5.large) cannot become ' +
      'ml.m5.large, ml.c5.large before its scalable target is gone',
  );
});
