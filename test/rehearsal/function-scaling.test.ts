import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryMetricStore } from '@inference-constructs/rehearsal/metrics/memory-metric-store';
import { putProvisionedMetrics } from '@inference-constructs/rehearsal/metrics/provisioned-metrics';
import { rehearse, type RehearseOptions } from '@inference-constructs/rehearsal/rehearse';
import { reportText } from '@inference-constructs/rehearsal/report/report';
import { seededRandom } from '@inference-constructs/rehearsal/traffic/random';
import { edited, temporaryFolder, v1, v2 } from './support/assembly';
import type { Resources } from './support/assembly';
import { FakeInvoker } from './support/fake-invoker';

const folder = temporaryFolder();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, '{"body":{"row":1}}\n');

const ALIAS = { FunctionName: 'App-Fn', Resource: 'App-Fn:live' };

/** The alias has ten provisioned environments, from 5 to 40; seven of ten are to be in use. */
function scaled(more: (resources: Resources) => void = () => undefined): string {
  return edited(folder, v2, (resources) => {
    resources.Alias.Properties.ProvisionedConcurrencyConfig = { ProvisionedConcurrentExecutions: 10 };
    resources.Target = {
      Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      Properties: {
        MinCapacity: 5,
        MaxCapacity: 40,
        ResourceId: { 'Fn::Join': ['', ['function:', { Ref: 'Fn' }, ':live']] },
        ScalableDimension: 'lambda:function:ProvisionedConcurrency',
        ServiceNamespace: 'lambda',
      },
    };
    resources.Track = {
      Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      Properties: {
        PolicyName: 'Track',
        PolicyType: 'TargetTrackingScaling',
        ScalingTargetId: { Ref: 'Target' },
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 0.7,
          PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
        },
      },
    };
    more(resources);
  });
}

async function played(to: string, options: Partial<RehearseOptions> = {}) {
  const invoker = new FakeInvoker(() => ({ durationMilliseconds: 800 }));
  const result = await rehearse(
    { from: v1, to, traffic, requestsPerMinute: 1200, sample: 30, ...options },
    { invoker },
  );
  return { ...result, deployment: result.deployments[0] };
}

test('the provisioned concurrency follows what the requests keep busy', async () => {
  const { deployment, notPlayed, ...result } = await played(scaled());
  // 20 requests a second of 800 ms keep 16 busy, and 16 of 0.7 are 23.
  expect(deployment.scaling).toMatchObject([
    {
      variant: 'live',
      target: 'Target',
      unit: 'provisioned environments',
      minCapacity: 5,
      maxCapacity: 40,
      instancesAtStart: 10,
    },
  ]);
  const [{ activities }] = deployment.scaling ?? [];
  expect(activities[0]).toEqual({ minute: 4, from: 10, to: 15, cause: 'Track', status: 'successful', inServiceAt: 6 });
  expect(activities.at(-1)?.to).toBeGreaterThanOrEqual(22);
  expect(activities.at(-1)?.to).toBeLessThanOrEqual(24);
  expect(deployment.events).toContainEqual({
    minute: 4,
    what: 'Track scales live from 10 to 15 provisioned environments, in service at minute 6',
  });
  expect(reportText({ ...result, deployments: [deployment], notPlayed })).toMatch(
    /scaling of live \(5 to 40 provisioned environments\): 10 at the start, 15 from minute 6 on/,
  );
  expect(notPlayed.filter(({ type }) => type.startsWith('AWS::ApplicationAutoScaling'))).toEqual([]);
});

test('what is idle stays for a quarter of an hour, and a seed decides by chance the same', async () => {
  const to = scaled();
  expect((await played(to, { requestsPerMinute: 120 })).deployment.scaling?.[0].activities).toEqual([]);
  const [{ deployment }, { deployment: again }] = [await played(to), await played(to)];
  expect(again.scaling).toEqual(deployment.scaling);
});

test('a schedule moves it at its time', async () => {
  const to = scaled(({ Target, Track }) => {
    delete Track.Properties.TargetTrackingScalingPolicyConfiguration;
    Track.Type = 'AWS::SNS::Topic';
    const ScalableTargetAction = { MinCapacity: 20 };
    Target.Properties.ScheduledActions = [
      { ScheduledActionName: 'Morning', Schedule: 'cron(5 8 * * ? *)', ScalableTargetAction },
    ];
  });
  const { deployment } = await played(to, { begin: '2026-11-23T08:00:00Z' });
  expect(deployment.scaling?.[0].activities).toEqual([
    { minute: 5, from: 10, to: 20, cause: 'Morning', status: 'successful', inServiceAt: 7 },
  ]);
});

test('a policy that cannot be played is listed', async () => {
  const to = scaled(({ Track }) => {
    const configuration = Track.Properties.TargetTrackingScalingPolicyConfiguration as Record<string, unknown>;
    configuration.PredefinedMetricSpecification = { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' };
  });
  const { deployment, notPlayed } = await played(to);
  expect(deployment.scaling?.[0].activities).toEqual([]);
  expect(notPlayed).toContainEqual(expect.objectContaining({ path: 'Track' }));
});

describe('the metrics', () => {
  const utilization = { namespace: 'AWS/Lambda', name: 'ProvisionedConcurrencyUtilization', dimensions: ALIAS };
  const published = (requests: number, provisioned: number): number[] => {
    const store = new MemoryMetricStore();
    if (requests > 0) {
      const duration = { namespace: 'AWS/Lambda', name: 'Duration', dimensions: ALIAS };
      store.put(duration, 0, { value: 600, weight: requests });
    }
    const alias = { functionName: 'App-Fn', aliasName: 'live' };
    putProvisionedMetrics(store, alias, provisioned, 0, seededRandom(1));
    return store.samples(utilization, 0, 1).map(({ value }) => value);
  };
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  test.each([
    [500, 20],
    [20_000, 400],
  ])('%d requests a minute of 600 ms, of %d', (requests, provisioned) => {
    expect(mean(published(requests, provisioned))).toBeCloseTo((requests * 0.6) / 60 / provisioned, 1);
  });

  test('are never above all of it', () => {
    expect(Math.max(...published(5000, 2))).toBe(1);
  });

  test('are not there without requests, or where nothing is provisioned', () => {
    expect([published(0, 5), published(100, 0)]).toEqual([[], []]);
  });
});
