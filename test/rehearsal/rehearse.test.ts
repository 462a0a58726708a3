import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearseOptions } from '@inference-constructs/rehearsal/options';
import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { edited, temporaryFolder, v1, v2 } from './support/assembly';
import type { Resources } from './support/assembly';
import type { Behaviour } from './support/fake-invoker';
import { FakeInvoker } from './support/fake-invoker';

const folder = temporaryFolder();
const traffic = join(folder, 'traffic.jsonl');
writeFileSync(traffic, Array.from({ length: 50 }, (_, row) => JSON.stringify({ body: { row } })).join('\n'));

const options: RehearseOptions = { from: v1, to: v2, traffic };

/** Version 2 behaves as told; version 1 as it should. */
function played(behaviour: Behaviour = {}, more: Partial<RehearseOptions> = {}) {
  const invoker = new FakeInvoker(({ number }) => (number === '2' ? behaviour : {}));
  return rehearse({ ...options, ...more }, { invoker });
}

const to = (edit: (resources: Resources) => void) => ({ to: edited(folder, v2, edit) });

describe('the verdict', () => {
  test('a good version is promoted when the canary is over', async () => {
    const { verdict, deployments } = await played();
    expect(verdict).toBe('promoted');
    expect(deployments).toHaveLength(1);
    expect(deployments[0]).toMatchObject({
      target: { path: 'App/Classifier/Function', kind: 'function' },
      verdict: 'promoted',
      minute: 10,
      isFirst: false,
      alarms: [],
      exposure: { requests: 60, failed: 0 },
      undetermined: [],
      neverPublished: [],
      notes: expect.not.arrayContaining([expect.stringContaining('ALARM')]),
    });
  });

  test.each<[string, Behaviour, string, number]>([
    ['errors', { errorRate: 0.3 }, 'ErrorsAlarm', 5],
    ['another share of positives', { positive: 1 }, 'PredictionShiftAlarm', 6],
    // Two of three minutes: with the other two yet to come, the guide's premature rule applies.
    ['slow answers', { durationMilliseconds: 901 }, 'LatencyAlarm', 2],
  ])('%s roll it back', async (_, behaviour, alarm, minute) => {
    const { verdict, deployments } = await played(behaviour);
    expect(verdict).toBe('rolled-back');
    expect(deployments[0]).toMatchObject({
      verdict: 'rolled-back',
      minute,
      alarms: [`App/Classifier/${alarm}`],
      exposure: { requests: 6 * minute },
    });
    expect(deployments[0].timeline).toHaveLength(minute);
    expect(deployments[0].timeline.at(-1)?.alarms).toContainEqual(
      expect.objectContaining({ alarm: `App/Classifier/${alarm}`, state: 'ALARM' }),
    );
  });

  test('a composite alarm rolls it back where the alarms that it speaks of do', async () => {
    const composite = (rule: unknown) =>
      to((resources) => {
        resources.Both = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: rule } };
        const alarms = resources.Group.Properties.AlarmConfiguration as { Alarms: unknown[] };
        alarms.Alarms = [{ Name: { Ref: 'Both' } }];
      });
    const rule = (word: string) => ({
      'Fn::Sub': `ALARM("\${ShiftAlarm2}") ${word} ALARM("\${ErrorsAlarm2}")`,
    });
    const either = await played({ positive: 1 }, composite(rule('OR')));
    expect(either.deployments[0]).toMatchObject({ verdict: 'rolled-back', minute: 6, alarms: ['Both'] });
    const both = await played({ positive: 1 }, composite(rule('AND')));
    expect(both.deployments[0]).toMatchObject({ verdict: 'promoted', minute: 10, rollout: { alarms: ['Both'] } });
    const lost = await played({ positive: 1 }, composite('ALARM("elsewhere")'));
    expect(lost.verdict).toBe('promoted');
    expect(lost.notPlayed).toContainEqual({
      path: 'Both',
      type: 'AWS::CloudWatch::CompositeAlarm',
      reason: 'cannot evaluate its rule: alarm elsewhere is not in the template',
    });
  });

  test('follows the template: without the alarm nothing rolls back', async () => {
    const { verdict, deployments } = await played(
      { positive: 1 },
      to(({ Group }) => {
        const alarms = Group.Properties.AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
        alarms.Alarms = alarms.Alarms.filter(({ Name }) => Name.Ref !== 'ShiftAlarm2');
      }),
    );
    expect(verdict).toBe('promoted');
    expect(deployments[0].rollout.alarms).not.toContain('App/Classifier/PredictionShiftAlarm');
  });

  test('follows the template: a higher threshold lets it through', async () => {
    const higher = to(({ LatencyAlarm2 }) => (LatencyAlarm2.Properties.Threshold = 1000));
    expect(await played({ durationMilliseconds: 901 }, higher)).toMatchObject({ verdict: 'promoted' });
  });

  test('follows the template: without rollback it is left on two versions', async () => {
    const stopped = await played(
      { errorRate: 0.3 },
      to(({ Group }) => delete Group.Properties.AutoRollbackConfiguration),
    );
    expect(stopped.verdict).toBe('stopped');
    expect(stopped.deployments[0].notes).toContain(
      'the deployment group does not roll back on alarms: a stopped deployment leaves the alias on two versions',
    );
  });

  test('an alarm of which AWS leaves the state open makes it undetermined', async () => {
    // A request every other minute, and all three of three minutes must breach: it hangs on how many are retrieved.
    const gaps = to(({ LatencyAlarm2 }) =>
      Object.assign(LatencyAlarm2.Properties, { DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' }),
    );
    const { verdict, deployments } = await played({ durationMilliseconds: 901 }, { ...gaps, requestsPerMinute: 5 });
    expect(verdict).toBe('undetermined');
    expect(deployments[0]).toMatchObject({
      verdict: 'undetermined',
      minute: 10,
      alarms: [],
      openAlarms: [{ alarm: 'App/Classifier/LatencyAlarm', minutes: [6, 7, 8, 9] }],
      notes: expect.arrayContaining([
        'App/Classifier/LatencyAlarm may or may not have been in ALARM at the end of minutes 6 to 9: datapoints are ' +
          'missing, and CloudWatch does not publish how many older ones it then looks at, nor when too few of them are enough',
      ]),
    });
    expect(deployments[0].timeline[6].alarms).toContainEqual(
      expect.objectContaining({ alarm: 'App/Classifier/LatencyAlarm', possible: ['OK', 'ALARM'] }),
    );
  });

  test("an open alarm that is not the deployment group's leaves the verdict alone", async () => {
    const gaps = to(({ LatencyAlarm2, Group }) => {
      Object.assign(LatencyAlarm2.Properties, { DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' });
      const alarms = Group.Properties.AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
      alarms.Alarms = alarms.Alarms.filter(({ Name }) => Name.Ref !== 'LatencyAlarm2');
    });
    const { deployments } = await played({ durationMilliseconds: 901 }, { ...gaps, requestsPerMinute: 5 });
    expect(deployments[0]).toMatchObject({ verdict: 'promoted', openAlarms: [] });
  });

  test('all at once promotes at minute 0, and says that no alarm had a chance', async () => {
    const { verdict, deployments } = await played(
      { errorRate: 0.3 },
      to(({ Group }) => (Group.Properties.DeploymentConfigName = 'CodeDeployDefault.LambdaAllAtOnce')),
    );
    expect(verdict).toBe('promoted');
    expect(deployments[0].minute).toBe(0);
    expect(deployments[0].notes).toEqual(
      expect.arrayContaining([
        'all traffic moves at once, so no alarm has a chance to stop the deployment',
        'App/Classifier/ErrorsAlarm went into ALARM at minute 2, when nothing could be rolled back',
      ]),
    );
  });

  test('a first deployment shifts nothing, and is watched', async () => {
    const { verdict, deployments } = await played({}, { from: undefined, to: v1 });
    expect(verdict).toBe('promoted');
    expect(deployments[0]).toMatchObject({ isFirst: true, minute: 0, exposure: { requests: 0, failed: 0 } });
    // The longest alarm looks back on eight minutes, and data take two to arrive.
    expect(deployments[0].timeline.map((minute) => minute.new.requests)).toEqual(new Array(10).fill(60));
    expect(deployments[0].versions.old).toBeUndefined();
  });

  test('where no function gets a new version nothing is played', async () => {
    const invoker = new FakeInvoker();
    const result = await rehearse({ ...options, to: v1 }, { invoker });
    expect(result).toMatchObject({ verdict: 'unchanged', deployments: [], unchanged: ['App/Classifier/Function'] });
    expect(invoker.started).toEqual([]);
  });
});

describe('traffic', () => {
  test('is shared as the step says, exactly over time', async () => {
    const { deployments } = await played({}, { requestsPerMinute: 7 });
    const { timeline } = deployments[0];
    expect(timeline.reduce((sum, minute) => sum + minute.new.requests, 0)).toBe(7);
    expect(timeline.reduce((sum, minute) => sum + minute.old.requests, 0)).toBe(63);
  });

  test('too few requests on a step make it undetermined', async () => {
    const { deployments } = await played({ errorRate: 1 }, { requestsPerMinute: 7 });
    expect(deployments[0]).toMatchObject({
      verdict: 'promoted',
      undetermined: [{ step: 0, percent: 10, sampled: 7 }],
    });
  });

  test('more than the sample are weighted, and the alarms see the weighted counts', async () => {
    const { deployments } = await played({ positive: 0.5 }, { requestsPerMinute: 6000, sample: 100 });
    const [first] = deployments[0].timeline;
    expect(first.new).toMatchObject({ requests: 600, sampled: 100 });
    expect(first.old).toMatchObject({ requests: 5400, sampled: 100 });
    expect(deployments[0].traffic).toMatchObject({ mostPerMinute: 100, largestWeight: 54, rateFrom: 'option' });
    // A share of 0.5 where 0.4 was promised: 600 requests show it, 100 would not.
    expect(deployments[0]).toMatchObject({ verdict: 'rolled-back', minute: 2, exposure: { requests: 1200 } });
  });

  test('a sample that cannot go through all requests is said to exaggerate', async () => {
    const { deployments } = await played({}, { requestsPerMinute: 6000, sample: 20 });
    expect(deployments[0].notes).toContain(
      "a minute's sample does not go through all 50 different requests, and each counts up to 270 times: a score in " +
        'standard errors may come out up to 16.4 times too large. --sample 50 would be exact',
    );
  });

  test('the rate is the one that the template expects', async () => {
    const { deployments } = await played();
    expect(deployments[0].traffic).toMatchObject({ requestsPerMinute: 60, rateFrom: 'template' });
  });

  test('without any it is assumed, and said', async () => {
    const { deployments } = await played(
      {},
      to(({ ShiftAlarm2 }) => delete ShiftAlarm2.Metadata),
    );
    expect(deployments[0].traffic).toMatchObject({ requestsPerMinute: 60, rateFrom: 'default' });
    expect(deployments[0].notes).toContain(
      '60 requests per minute were assumed: set expectedRequestsPerMinute on the construct or give --requests-per-minute',
    );
  });

  test('the same seed gives the same rehearsal, another seed another order', async () => {
    const run = async (seed: number) => {
      const invoker = new FakeInvoker();
      const { seconds: _, ...result } = await rehearse({ ...options, seed }, { invoker });
      return { result, events: invoker.events };
    };
    const [one, same, other] = [await run(1), await run(1), await run(2)];
    expect(same).toEqual(one);
    expect(other.events).not.toEqual(one.events);
  });
});

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
      'its configuration is not in the template',
      'no store is set up on this machine',
      'it is not in the new assembly',
    ]);
  });
});

describe('what makes a rehearsal impossible is an error', () => {
  test.each<[string, Partial<RehearseOptions>]>([
    ['requests per minute (0): more than 0. choose such a value', { requestsPerMinute: 0 }],
    ['sample (1.5): a whole number, at least 1. choose such a value', { sample: 1.5 }],
    ['seed (0.1): a whole number. choose such a value', { seed: 0.1 }],
  ])('%s', async (message, more) => {
    await expect(played({}, more)).rejects.toThrow(message);
  });

  test('no requests to send', async () => {
    await expect(played({}, { traffic: undefined })).rejects.toThrow(
      'requests (none): a traffic file, because neither version has golden cases. give --traffic FILE',
    );
  });

  test('an alarm that cannot be read, before anything is started', async () => {
    const invoker = new FakeInvoker();
    const unreadable = to(({ ErrorsAlarm2 }) => {
      (ErrorsAlarm2.Properties.Metrics as { Expression: string }[])[0].Expression = 'ANOMALY_DETECTION_BAND(n)';
    });
    await expect(rehearse({ ...options, ...unreadable }, { invoker })).rejects.toMatchObject({
      code: 'AlarmNotEvaluable',
      message: expect.stringContaining('App/Classifier/ErrorsAlarm: cannot evaluate function ANOMALY_DETECTION_BAND'),
    });
    expect(invoker.started).toEqual([]);
  });

  test('nothing but an endpoint, which is listed', async () => {
    const endpoint = to((resources) => {
      for (const id of Object.keys(resources)) if (id !== 'Endpoint') delete resources[id];
    });
    await expect(played({}, endpoint)).rejects.toMatchObject({
      code: 'NothingToRehearse',
      message: expect.stringContaining(
        'not played:\n  App/Endpoint (AWS::SageMaker::Endpoint): its configuration is not in the template',
      ),
    });
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
      'App/Endpoint (its configuration is not in the template): one of App/Classifier/Function. choose another path',
  });
});

describe('the versions are stopped', () => {
  test('when it is over', async () => {
    const invoker = new FakeInvoker();
    await rehearse(options, { invoker });
    expect(invoker).toMatchObject({ started: ['2', '1'], stopped: 2 });
  });

  test('when something breaks', async () => {
    const invoker = new FakeInvoker();
    const onProgress = () => {
      throw new Error('broken terminal');
    };
    await expect(rehearse({ ...options, onProgress }, { invoker })).rejects.toThrow('broken terminal');
    expect(invoker.stopped).toBe(2);
  });

  test('when it is interrupted, which gives no verdict', async () => {
    const invoker = new FakeInvoker();
    const interruption = new AbortController();
    const minutes: number[] = [];
    const onProgress = ({ minute }: { minute: number }) => {
      minutes.push(minute);
      if (minute === 3) interruption.abort();
    };
    await expect(rehearse({ ...options, onProgress, signal: interruption.signal }, { invoker })).rejects.toThrow(
      'inference (interrupted): nothing was concluded. run it again',
    );
    expect(minutes).toEqual([0, 1, 2, 3]);
    expect(invoker.stopped).toBeGreaterThanOrEqual(2);
  });
});
