import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPrices } from '@inference-constructs/rehearsal/report/cost/price-book';
import { parseTraffic } from '@inference-constructs/rehearsal/report/cost/traffic-levels';
import { temporaryFolder } from '../support/assembly';
import type { Resources } from './support/compared';
import { compared, endpoint, source } from './support/compared';

const folder = temporaryFolder();

const served = (memory: number, architecture = 'x86_64', alias: Record<string, unknown> = {}): Resources => ({
  Fn: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: memory, Architectures: [architecture] } },
  Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, Name: 'live', ...alias } },
});

function costOf(resources: Resources, options: Parameters<typeof compared>[2] = { monthly: { given: [0, 60, 600] } }) {
  return compared(source({}), source(resources), options).cost;
}

test('an endpoint costs its instances; scaling its bounds', () => {
  // 1.408 $/h × 730 h
  expect(costOf(endpoint({ count: 2 })).items[0].after).toEqual([2055.68, 2055.68, 2055.68]);
  expect(costOf(endpoint({ count: 2, scaling: { min: 1, max: 4 } })).items[0].after).toEqual([
    1027.84, 2055.68, 4111.36,
  ]);
});

test.each([
  // $/h × 730 h
  ['ml.m5.large', 83.95],
  ['ml.c5.large', 74.46],
  ['ml.g4dn.xlarge', 537.572],
])('one %s costs what public tables agree on', (instanceType, usd) => {
  const { items, prices } = costOf(endpoint({ count: 1, instanceType }));
  expect(items[0].after).toEqual([usd, usd, usd]);
  expect(prices).toMatchObject([{ mark: 'reported', asOf: '2025 to 2026' }]);
});

test('a price that is not known is not zero', () => {
  const cost = costOf(endpoint({ instanceType: 'ml.c7i.large' }));
  expect(cost.items[0]).toEqual({
    path: 'Endpoint',
    what: 'endpoint, variant live',
    after: [null, null, null],
    basis: ['2 × ml.c7i.large × 730 h; its price is not known: give --prices'],
  });
  expect(cost.total.after).toEqual({ usd: [0, 0, 0], notKnown: 1 });
});

test('a function costs its requests and their time', () => {
  // 60/min × 43,800 min × (0.2 $/million + 0.1 s × 0.5 GiB × 0.0000166667 $/GB-s)
  expect(costOf(served(512)).items[0].after).toEqual([0, 2.715604, 27.156044]);
  expect(costOf(served(512, 'arm64')).items[0].after?.[1]).toBe(2.277609);
});

test('provisioned concurrency is an item of its own, and not known on arm64', () => {
  const alias = { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } };
  const of = (architecture: string) => costOf(served(1024, architecture, alias)).items[1];
  expect(of('x86_64')).toMatchObject({ what: 'provisioned concurrency', after: [21.900175, 21.900175, 21.900175] });
  expect(of('arm64').after).toEqual([null, null, null]);
});

test('a function of which nobody says what calls it is not known', () => {
  const { items } = costOf({ Helper: { Type: 'AWS::Lambda::Function', Properties: {} } });
  expect(items[0]).toMatchObject({
    after: [null, null, null],
    basis: ['what calls it, and how often, is not in the template'],
  });
});

test('alarms by the metric', () => {
  const query = (id: string) => ({ Id: id, MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' } });
  const { items } = costOf({
    Direct: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors', Period: 10 } },
    Maths: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [query('a'), query('b'), { Id: 'c', Expression: 'a/b' }] },
    },
    Both: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {} },
  });
  expect(items[0]).toMatchObject({ what: 'alarms', after: [1, 1, 1], basis: ['2 alarms on 3 metrics, 1 composite'] });
});

test('prices of a file win, and another region has only those', () => {
  const file = (region: string): string => {
    const path = join(folder, `${region}.json`);
    const prices = { 'hosting/ml.c7i.large/hour': 0.1 };
    writeFileSync(path, JSON.stringify({ region, asOf: '2026-11-01', prices }));
    return path;
  };
  const here = costOf(endpoint({ instanceType: 'ml.c7i.large' }), { prices: readPrices(file('us-east-1')) });
  expect(here.items[0].after).toEqual([146, 146, 146]);
  expect(here.prices).toEqual([{ key: 'hosting/ml.c7i.large/hour', usd: 0.1, mark: 'given', asOf: '2026-11-01' }]);
  const there = costOf(endpoint({}), { prices: readPrices(file('eu-west-1')) });
  expect(there.items[0].after).toEqual([null, null, null]);
  expect(there.assumptions).toContain('prices are those of eu-west-1; a stack goes to us-east-1');
});

test.each([
  ['{"region":"x","asOf":"y","prices":{"a":-1}}', 'price "a"'],
  ['{"prices":{"a":1}}', 'region, asOf and prices'],
  ['[]', 'region, asOf and prices'],
  ['{', 'not JSON'],
])('prices %s', (text, what) => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, text);
  expect(() => readPrices(file)).toThrow(`${file} (${what}): must be`);
});

test.each(['', '1,2', '3,2,1', '-1,0,1', '1,x,3', '1,2,Infinity', '1,2,3,4'])('traffic %j', (text) => {
  expect(() => parseTraffic(text)).toThrow(
    `traffic per minute (${text}): three numbers, not falling: minimum,typical,maximum. give for example 6,60,600`,
  );
});
