import { markdownOf } from '@inference-constructs/rehearsal/report/markdown/markdown';
import { pageOf } from '@inference-constructs/rehearsal/report/page/page';
import { blueGreen, endpoint } from '../analysis/support/declared';
import type { EndpointSpec, Resources } from '../analysis/support/declared';
import { compared, source } from './support/compared';

const deployment = blueGreen('CANARY', { bake: 10, percent: 10, termination: 10 });
const slow = { Blind: { Period: 1800, EvaluationPeriods: 2 } };
const old: EndpointSpec = { deployment, alarms: slow, expectedRequestsPerMinute: 600 };
const report = compared(source(endpoint(old)), source(endpoint({ ...old, model: 'm2' })));

test.each([
  ['the comment', markdownOf(report)],
  ['the page', pageOf(report)],
])('%s has what the templates tell of a release', (_, text) => {
  expect(text).toContain('alarm-cannot-trip');
  expect(text).toContain('cannot ring before the deployment is decided at minute 27: its window of 60 min is too long');
  expect(text).toContain('minute 7 to 17: 50 % on the new fleet, bake');
  expect(text).toContain('exposed if no alarm rings (minute 27): 9000 requests, 9000 users');
  expect(text).toContain('exposed at 50 % of the traffic: capacity moves in whole instances');
  expect(text).toContain('billed beside the fleet: 2 × ml.g5.xlarge for 37 min');
  expect(text).toContain('Endpoint: 2 old and 2 new at the same time');
});

test('what no release concerns is not told', () => {
  const { releases, findings } = compared(source(endpoint(old)), source(endpoint(old)));
  expect({ releases, findings }).toEqual({ releases: [], findings: [] });
});

test('the comment tells of five releases, the page of all', () => {
  const many = (model: string): Resources =>
    Object.fromEntries(
      Array.from({ length: 7 }, (_, n) =>
        Object.entries(
          JSON.parse(JSON.stringify(endpoint({ model })).replaceAll(/"(Model|Config)"/g, `"$1${n}"`)) as Resources,
        ).map(([id, resource]) => [id === 'Endpoint' ? `Endpoint${n}` : id, resource] as const),
      ).flat(),
    );
  const seven = compared(source(many('m1')), source(many('m2')));
  expect(seven.releases).toHaveLength(7);
  expect(markdownOf(seven)).toContain('and 2 more releases, see the page');
  expect(pageOf(seven)).toContain('<h3>Endpoint6</h3>');
});

describe('rules on updates', () => {
  const scaled = (instanceType: string) => endpoint({ instanceType, scaling: { min: 1, max: 4 } });
  const broken = (after: Resources) => {
    const { rules, twoStepPlans } = compared(source(scaled('ml.g5.xlarge')), source(after));
    return [...rules.broken.map(({ rule }) => rule), ...twoStepPlans.map(({ id }) => id)];
  };

  test('what a plan tells is told once', () => {
    expect(broken(scaled('ml.g6e.xlarge'))).toEqual(['instance-type-of-scaled-variant']);
  });

  test('what no plan tells is a rule newly broken', () => {
    const { Endpoint, ...rest } = scaled('ml.g6e.xlarge');
    // Another logical id at the same path.
    expect(broken({ ...rest, Other: { ...Endpoint, Metadata: { 'aws:cdk:path': 'Endpoint' } } })).toEqual([
      'scaled-instance-type-changed',
    ]);
  });
});
