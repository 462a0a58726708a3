import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readScenario } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import type { Block, Resources, TerraformResources } from './support/example';
import { endpointExample, onInvocations, scaled, the, variantOf } from './support/example';

jest.setTimeout(240_000);
const example = endpointExample();

/** 600 requests a minute, 300 of them an instance. */
const tracked =
  (target: Block = {}, policy: Block = onInvocations(300)) =>
  (resources: Resources) =>
    scaled(resources, target, { Track: policy });
const retained = (resources: Resources) => {
  const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
  Object.assign(Properties, { RetainAllVariantProperties: true });
};
const instances = (timeline: readonly { new: { instances?: number } }[]) =>
  timeline.map((minute) => minute.new.instances);

test('ten times the traffic on a new endpoint: the fleet scales out, and the result says when and how far', async () => {
  const to = example.assembly('v2', tracked({ MaxCapacity: 30 }));
  const { verdict, deployment, notPlayed } = await example.play({ to, scenario: readScenario('traffic-x10') });
  expect(verdict).toBe('promoted');
  expect(deployment.scaling).toEqual([
    {
      variant: 'live',
      target: 'Target',
      unit: 'instances',
      minCapacity: 1,
      maxCapacity: 30,
      instancesAtStart: 2,
      activities: [{ minute: 4, from: 2, to: 20, cause: 'Track', status: 'successful', inServiceAt: 9 }],
    },
  ]);
  expect(instances(deployment.timeline).slice(3, 11)).toEqual([2, 2, 2, 2, 2, 2, 20, 20]);
  expect(deployment.events).toContainEqual({
    minute: 4,
    what: 'Track scales live from 2 to 20 instances, in service at minute 9',
  });
  expect(notPlayed.filter(({ type }) => type.startsWith('AWS::ApplicationAutoScaling'))).toEqual([]);
});

describe('an update of a scaled endpoint', () => {
  const from = () => example.assembly('v1', tracked({ MaxCapacity: 5 }, onInvocations(120)));
  const next = (...edits: ((resources: Resources) => void)[]) =>
    example.assembly('v2', (resources) => {
      for (const edit of [tracked({ MaxCapacity: 5 }, onInvocations(120)), ...edits]) edit(resources);
    });

  test('meets the instances that the first minute of a rate profile needs', async () => {
    const rate = join(mkdtempSync(join(tmpdir(), 'rehearsal-test-')), 'rate.csv');
    writeFileSync(rate, 'minute,requests\n0,240\n');
    const { deployment } = await example.play({ from: from(), to: next(retained), rate });
    rmSync(dirname(rate), { recursive: true });
    expect(deployment.timeline[0].old).toMatchObject({ requests: 240, instances: 2 });
    expect(deployment.notes).toContain(
      'variant live has 2 instances when the deployment begins: so its policies leave it at 240 requests a minute',
    );
  });

  test('that retains its properties begins with the instances that its traffic needs', async () => {
    const { verdict, deployment } = await example.play({ from: from(), to: next(retained) });
    expect(verdict).toBe('promoted');
    expect(deployment.versions.new.description).toBe('diagnosis 2.0.0 on 5 × ml.c7i.large');
    expect(deployment.timeline[5]).toMatchObject({ old: { instances: 5 }, new: { instances: 1 } });
    expect(deployment.timeline.at(-1)).toMatchObject({ new: { instances: 5 } });
    expect(deployment.scaling?.[0]).toMatchObject({ instancesAtStart: 5, activities: [] });
    expect(deployment.notes).toContain(
      'variant live has 5 instances when the deployment begins: so its policies leave it at 600 requests a minute',
    );
  });

  test('that does not sets it back, and it scales out again once the deployment is over', async () => {
    const reset = next((resources) => {
      const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
      Object.assign(Properties, { RetainAllVariantProperties: false });
    });
    const { deployment } = await example.play({ from: from(), to: reset });
    expect(deployment).toMatchObject({ verdict: 'promoted', minute: 35 });
    expect(deployment.notes).toContain(
      'the deployment sets variant live from 5 instances to the 2 of its configuration: DesiredInstanceCount is not retained',
    );
    expect(deployment.scaling?.[0].activities).toEqual([
      { minute: 35, from: 2, to: 5, cause: 'Track', status: 'successful', inServiceAt: 40 },
    ]);
    expect(deployment.timeline.slice(34, 36)).toMatchObject([{ old: { instances: 5 } }, { old: { instances: 0 } }]);
    expect(deployment.timeline.find(({ minute }) => minute === 39)).toMatchObject({ new: { instances: 2 } });
    expect(deployment.timeline.find(({ minute }) => minute === 40)).toMatchObject({ new: { instances: 5 } });
  });

  test('is not scaled meanwhile, however much traffic there is', async () => {
    const { deployment } = await example.play({
      from: from(),
      to: next(retained, (resources) => (resources.Target.Properties.MaxCapacity = 40)),
      scenario: readScenario('traffic-x10=4'),
    });
    const [{ activities }] = deployment.scaling ?? [];
    expect(activities).toHaveLength(1);
    expect(activities[0]).toMatchObject({ minute: deployment.minute, from: 5, to: 20 });
    expect(deployment.events).toContainEqual({
      minute: 4,
      what: 'scaling asks for 20 instances of live, and is blocked while the endpoint is updated',
    });
  });

  test('a scheduled action meanwhile fails; one before it counts', async () => {
    const schedule = (expression: string) => (resources: Resources) => {
      const action = { MinCapacity: 4 };
      resources.Target.Properties.ScheduledActions = [
        { ScheduledActionName: 'Morning', Schedule: expression, ScalableTargetAction: action },
      ];
    };
    const { deployment } = await example.play({
      from: from(),
      to: next(retained, schedule('cron(10 8 * * ? *)')),
      begin: '2026-12-07T08:00:00Z',
    });
    expect(deployment.scaling?.[0].activities).toEqual([
      { minute: 10, from: 5, to: 5, cause: 'Morning', status: 'failed' },
    ]);
  });
});

test('Terraform cannot retain what scaling has set: each deployment sets it back', async () => {
  const scaledBy = (resources: TerraformResources) => {
    const [[name, { name: endpoint }]] = Object.entries(resources.aws_sagemaker_endpoint);
    const scaling = {
      resource_id: `endpoint/${String(endpoint)}/variant/live`,
      scalable_dimension: 'sagemaker:variant:DesiredInstanceCount',
      service_namespace: 'sagemaker',
    };
    resources.aws_appautoscaling_target = {
      Target: { ...scaling, min_capacity: 1, max_capacity: 5, depends_on: [`aws_sagemaker_endpoint.${name}`] },
    };
    resources.aws_appautoscaling_policy = {
      Track: {
        ...scaling,
        name: 'track',
        policy_type: 'TargetTrackingScaling',
        target_tracking_scaling_policy_configuration: {
          target_value: 120,
          predefined_metric_specification: { predefined_metric_type: 'SageMakerVariantInvocationsPerInstance' },
        },
      },
    };
  };
  const [from, to] = (['v1', 'v2'] as const).map((version) => example.terraform(version, scaledBy));
  const { deployment } = await example.play({ from, to });
  expect(deployment.versions.old?.description).toBe('diagnosis 1.0.0 on 5 × ml.c7i.large');
  expect(deployment.versions.new.description).toBe('diagnosis 2.0.0 on 2 × ml.c7i.large');
  expect(deployment.scaling?.[0].activities).toMatchObject([{ minute: 35, from: 2, to: 5, inServiceAt: 40 }]);
});

test('steps add what the alarm that calls them says', async () => {
  const to = example.assembly('v2', (resources) => {
    const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
    scaled(
      resources,
      {},
      {
        Steps: {
          PolicyType: 'StepScaling',
          StepScalingPolicyConfiguration: {
            AdjustmentType: 'ChangeInCapacity',
            StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 3 }],
          },
        },
      },
    );
    resources.Busy = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'EndpointName', Value: Properties.EndpointName },
          { Name: 'VariantName', Value: variantOf(resources).VariantName },
        ],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 500,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [{ Ref: 'Steps' }],
      },
    };
  });
  const { deployment, notPlayed } = await example.play({ to });
  expect(deployment.scaling?.[0].activities[0]).toEqual({
    minute: 3,
    from: 2,
    to: 5,
    cause: 'Steps',
    status: 'successful',
    inServiceAt: 8,
  });
  expect(notPlayed.filter(({ path }) => /Busy|Steps|Target/.test(path))).toEqual([]);
});

test('what of scaling cannot be played is listed', async () => {
  const to = example.assembly(
    'v2',
    tracked(
      { SuspendedState: { DynamicScalingInSuspended: true } },
      { PolicyType: 'PredictiveScaling', PredictiveScalingPolicyConfiguration: {} },
    ),
  );
  const { deployment, notPlayed } = await example.play({ to });
  expect(deployment.scaling?.[0].activities).toEqual([]);
  expect(notPlayed.filter(({ type }) => type.startsWith('AWS::ApplicationAutoScaling'))).toEqual([
    {
      path: 'Track',
      type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      reason: 'cannot play the policy type PredictiveScaling',
    },
    {
      path: 'Target',
      type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      reason: 'SuspendedState: nothing is suspended',
    },
  ]);
});
