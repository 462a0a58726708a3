import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { edited, v1, v2 } from './support/assembly';
import { FakeInvoker } from './support/fake-invoker';
import { folder, options, played, to } from './support/rehearsed';

describe('what was seen is told', () => {
  test('a metric that nobody published', async () => {
    const { deployments } = await played(
      {},
      to(({ LatencyAlarm2 }) => Object.assign(LatencyAlarm2.Properties, { Namespace: 'Mine', MetricName: 'Age' })),
    );
    expect(deployments[0].neverPublished).toEqual([
      {
        alarm: 'App/Classifier/LatencyAlarm',
        metric: {
          namespace: 'Mine',
          name: 'Age',
          dimensions: { FunctionName: 'App-Fn', Resource: 'App-Fn:live', ExecutedVersion: '2' },
        },
      },
    ]);
  });

  test('both versions, and each minute', async () => {
    const { deployments } = await played({ positive: 0.5, errorRate: 0.05 });
    const { versions, timeline, notes } = deployments[0];
    expect(versions.old).toMatchObject({ number: '1', description: 'diagnosis 1.0.0', requests: 540, failed: 0 });
    expect(versions.new).toMatchObject({ number: '2', requests: 60, sampled: 60, failed: 3 });
    expect(versions.new.durationMilliseconds).toEqual({ median: 5, p99: 5 });
    expect(timeline[0].new.positiveShare).toBeCloseTo(0.5);
    expect(notes).toContain('version 2 failed first with Seeded: by the test');
  });

  test('what it leaves out, and what is gone', async () => {
    const without = edited(folder, v2, (resources) => {
      for (const [id, resource] of Object.entries(resources)) if (id === 'Alias') resources.Other = resource;
      delete resources.Alias;
    });
    const { notPlayed, deployments } = await rehearse({ ...options, to: without }, { invoker: new FakeInvoker() });
    expect(deployments[0].isFirst).toBe(true);
    expect(notPlayed.map(({ reason }) => reason)).toEqual([
      'its configuration is not in the template. declare it, and its models, in the app',
      'no store is set up on this machine',
      'it is not in the new assembly',
    ]);
  });
});

test('only what gets no new release: nothing is played', async () => {
  const { verdict, unchanged, deployments } = await played({}, { to: v1, only: 'App/Classifier/Function' });
  expect({ verdict, unchanged, deployments }).toEqual({
    verdict: 'unchanged',
    unchanged: ['App/Classifier/Function'],
    deployments: [],
  });
});

test('only what is not played: says why', async () => {
  await expect(played({}, { only: 'App/Endpoint' })).rejects.toMatchObject({
    code: 'NothingToRehearse',
    message:
      'App/Endpoint (its configuration is not in the template. declare it, and its models, in the app): one of App/Classifier/Function. choose another path',
  });
});
