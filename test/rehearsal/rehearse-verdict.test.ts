import { rehearse } from '@inference-constructs/rehearsal/rehearse';
import { v1 } from './support/assembly';
import type { Behaviour } from './support/fake-invoker';
import { FakeInvoker } from './support/fake-invoker';
import { options, played, to } from './support/rehearsed';

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
