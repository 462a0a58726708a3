import { readScenario } from '@inference-constructs/rehearsal/scenarios/read-scenario';
import type { Block, Resources, TerraformResources } from './support/example';
import { endpointExample, scaled, the } from './support/example';

jest.setTimeout(240_000);
const example = endpointExample();
/** A model that takes so much longer. */
const slow = (milliseconds: number) => readScenario(`slow-model=${milliseconds}`);

const asynchronous =
  (maxConcurrent = 1) =>
  (resources: Resources) => {
    const [, { Properties }] = the(resources, 'AWS::SageMaker::EndpointConfig');
    Properties.AsyncInferenceConfig = {
      OutputConfig: { S3OutputPath: 's3://answers/out', S3FailurePath: 's3://answers/failed' },
      ClientConfig: { MaxConcurrentInvocationsPerInstance: maxConcurrent },
    };
  };

/** As `autoScaleInstanceCount` of an asynchronous endpoint declares it, with `scaleOnBacklog`. */
const toNoneAndBack = (resources: Resources) => {
  asynchronous()(resources);
  const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
  const metric = (MetricName: string) => ({
    Namespace: 'AWS/SageMaker',
    MetricName,
    Dimensions: [{ Name: 'EndpointName', Value: Properties.EndpointName }],
    Statistic: 'Average',
  });
  scaled(
    resources,
    { MinCapacity: 0, MaxCapacity: 6 },
    {
      Backlog: {
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 5,
          CustomizedMetricSpecification: metric('ApproximateBacklogSizePerInstance'),
        },
      },
      WakeUp: {
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          MetricAggregationType: 'Average',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      },
    },
  );
  resources.WakeUpAlarm = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ...metric('HasBacklogWithoutCapacity'),
      Period: 60,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'missing',
      AlarmActions: [{ Ref: 'WakeUp' }],
    },
  };
};

const kinds = /^AWS::(SageMaker|ApplicationAutoScaling|CloudWatch)/;

test('a few requests: the fleet goes to none, wakes up for what waits, and answers it', async () => {
  const to = example.assembly('v2', toNoneAndBack);
  const { deployment, notPlayed } = await example.play({ to, requestsPerMinute: 4 });
  const [down, up] = deployment.scaling?.[0].activities ?? [];
  expect(down).toMatchObject({ minute: 16, from: 2, to: 0, cause: 'Backlog' });
  expect(up).toMatchObject({ minute: 19, from: 0, to: 1, cause: 'WakeUp', inServiceAt: 24 });
  const at = (minute: number) => deployment.timeline[minute].new;
  expect(at(15)).toMatchObject({ instances: 2, requests: 4, waiting: 0 });
  expect(at(16)).toMatchObject({ instances: 0, requests: 0, waiting: 4 });
  expect(at(23)).toMatchObject({ instances: 0, requests: 0, waiting: 32 });
  expect(at(24)).toMatchObject({ instances: 1, requests: 36, waiting: 0 });
  expect(at(24).modelledMilliseconds?.median).toBeGreaterThan(60_000);
  expect(notPlayed.filter(({ type }) => kinds.test(type))).toEqual([]);
});

test('more requests than the fleet can answer wait, and the backlog scales it out', async () => {
  const to = example.assembly('v2', toNoneAndBack);
  // Two instances answer 120 a minute.
  const { deployment } = await example.play({ to, requestsPerMinute: 150, scenario: slow(1000) });
  const [first] = deployment.scaling?.[0].activities ?? [];
  expect(first).toMatchObject({ from: 2, cause: 'Backlog' });
  expect(first.to).toBeGreaterThan(2);
  const waiting = deployment.timeline.map(({ new: { waiting } }) => waiting ?? 0);
  expect(waiting[2]).toBeGreaterThan(waiting[0]);
  expect(waiting.at(-1)).toBeLessThan(Math.max(...waiting));
  expect(deployment.timeline[0].new.requests).toBeLessThan(150);
});

describe('an update', () => {
  test('is a canary as on any other endpoint: the wrong model is rolled back', async () => {
    const [from, to] = (['v1', 'v3'] as const).map((version) => example.assembly(version, asynchronous()));
    const { deployment, notPlayed } = await example.play({ from, to });
    expect(deployment).toMatchObject({ verdict: 'rolled-back', minute: 7, exposure: { requests: 600, failed: 0 } });
    expect(deployment.rollout.configuration).toBe('blue/green, canary of 10 %, bakes of 15 minutes');
    expect(deployment.notes).toContain(
      'while there are two fleets each takes its share of the requests, and what still waits for one that ends goes to the other: AWS does not document it',
    );
    expect(notPlayed.filter(({ type }) => kinds.test(type))).toEqual([]);
  });

  test('what is asked to find the feature that matters waits in no queue', async () => {
    const [from, to] = (['v1', 'v2'] as const).map((version) => example.assembly(version, asynchronous()));
    const { deployment } = await example.play({ from, to, sample: 20, scenario: readScenario('drifted-feature') });
    expect(deployment.timeline[0].old).toMatchObject({ requests: 600, waiting: 0 });
    expect(deployment.traffic.drift?.because).toMatch(/^of 30 features it changes the answers of version 1 most$/);
  });

  test('an alarm on the time in the backlog sees what waits', async () => {
    const watched = (resources: Resources) => {
      asynchronous()(resources);
      const [, { Properties }] = the(resources, 'AWS::SageMaker::Endpoint');
      const [config] = the(resources, 'AWS::SageMaker::EndpointConfig');
      const { AutoRollbackConfiguration } = Properties.DeploymentConfig as { AutoRollbackConfiguration: Block };
      resources.Waits = {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/SageMaker',
          MetricName: 'TimeInBacklog',
          Dimensions: [
            { Name: 'EndpointName', Value: Properties.EndpointName },
            { Name: 'VariantName', Value: 'live' },
            { Name: 'EndpointConfigName', Value: { 'Fn::GetAtt': [config, 'EndpointConfigName'] } },
          ],
          Statistic: 'Average',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 10_000,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      };
      AutoRollbackConfiguration.Alarms = [{ AlarmName: { Ref: 'Waits' } }];
    };
    const [from, to] = (['v1', 'v2'] as const).map((version) => example.assembly(version, watched));
    const { deployment } = await example.play({ from, to, requestsPerMinute: 600, scenario: slow(1000) });
    expect(deployment).toMatchObject({ verdict: 'rolled-back', minute: 7, alarms: ['Waits'] });
    // What waited for the new fleet is answered by the old one.
    expect(deployment.timeline.at(-1)?.old.waiting).toBe(0);
    const sent = 600 * deployment.timeline.length;
    const answered = deployment.timeline.reduce((sum, { old, new: newer }) => sum + old.requests + newer.requests, 0);
    expect(answered).toBe(sent);
  });
});

test('as CDKTF synthesizes it', async () => {
  const edit = (resources: TerraformResources) => {
    const [configuration] = Object.values(resources.aws_sagemaker_endpoint_configuration);
    configuration.async_inference_config = { output_config: { s3_output_path: 's3://answers/out' } };
  };
  const [from, to] = (['v1', 'v3'] as const).map((version) => example.terraform(version, edit));
  const { deployment } = await example.play({ from, to });
  expect(deployment).toMatchObject({ verdict: 'rolled-back', minute: 7 });
  expect(deployment.timeline[6].new).toMatchObject({ waiting: 0 });
  expect(deployment.notes).toContain(
    'an instance gets as many requests at a time as it can answer, as measured: what SageMaker chooses is not published',
  );
});
