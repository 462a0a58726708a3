import { COMPONENT, componentIn, hostIn, synthesized, warnings } from './support/inference-component';
import { diagnosis, newStack, only, synth } from './support/synth';
import { REMOTE } from '../parity/support/kinds';
import type { InferenceComponentProps } from '@inference-constructs/cdk';
import { Rollout, RoutingStrategy, ServingContainer } from '@inference-constructs/cdk';
import { InferenceTemplate } from '@inference-constructs/cdk/testing';
import { CfnParameter, Duration, Size } from 'aws-cdk-lib/core';

describe('a component', () => {
  test('waits for its endpoint, and is placed on its variant', () => {
    const { graph } = synthesized();
    const [component] = graph.ofType(COMPONENT);
    const [endpoint] = graph.ofType('AWS::SageMaker::Endpoint');
    expect(component.properties).toMatchObject({
      InferenceComponentName: 'triage-Classifier',
      EndpointName: `@{${endpoint.id}.EndpointName}`,
      VariantName: 'live',
      RuntimeConfig: { CopyCount: 2 },
    });
    expect(component.properties).not.toHaveProperty('Specifications');
  });

  test('adds what it fetches and writes to the role of its endpoint', () => {
    const { graph } = synthesized();
    const [role] = graph.ofType('AWS::IAM::Role');
    const policies = graph.ofType('AWS::IAM::RolePolicy');
    expect(policies.map(({ path, properties }) => [path, properties.RoleName])).toEqual([
      ['Diagnosis/Shared/RolePolicy', `@{${role.id}.Ref}`],
      ['Diagnosis/Classifier/RolePolicy', `@{${role.id}.Ref}`],
    ]);
    expect(JSON.stringify(policies[1].properties)).toContain(
      'log-group:/aws/sagemaker/InferenceComponents/triage-Classifier:*',
    );
    expect(graph.ofType('AWS::SageMaker::Model')[0].properties.ExecutionRoleArn).toBe(`@{${role.id}.Arn}`);
  });

  test('takes what its author says', () => {
    const { graph } = synthesized(
      {
        copyCount: 4,
        cpuCores: 2,
        accelerators: 1,
        minMemory: Size.gibibytes(4),
        maxMemory: Size.gibibytes(8),
        modelDataDownloadTimeout: Duration.minutes(20),
        containerStartupHealthCheckTimeout: Duration.minutes(10),
        rollout: Rollout.rolling({ percent: 25, bake: Duration.minutes(10), rollbackPercent: 50 }),
        latencyLimit: Duration.millis(200),
        environment: { LOG_LEVEL: 'debug' },
      },
      { instanceType: 'ml.g5.12xlarge', routingStrategy: RoutingStrategy.RANDOM },
    );
    expect(graph.ofType(COMPONENT)[0].properties).toMatchObject({
      RuntimeConfig: { CopyCount: 4 },
      Specification: {
        ComputeResourceRequirements: {
          NumberOfCpuCoresRequired: 2,
          NumberOfAcceleratorDevicesRequired: 1,
          MinMemoryRequiredInMb: 4096,
          MaxMemoryRequiredInMb: 8192,
        },
        StartupParameters: {
          ModelDataDownloadTimeoutInSeconds: 1200,
          ContainerStartupHealthCheckTimeoutInSeconds: 600,
        },
      },
      DeploymentConfig: { RollingUpdatePolicy: { MaximumBatchSize: { Value: 25 }, WaitIntervalInSeconds: 600 } },
    });
  });

  test('is rolled back by alarms on its own metrics, and on those of the new release', () => {
    const stack = newStack();
    const component = componentIn(stack);
    const { graph } = synth(stack);
    const [{ properties }] = graph.ofType(COMPONENT);
    const alarms = graph.ofType('AWS::CloudWatch::Alarm');
    expect(component.rollbackAlarms).toHaveLength(3);
    expect(properties.DeploymentConfig).toMatchObject({
      AutoRollbackConfiguration: { Alarms: alarms.map(({ id }) => ({ AlarmName: `@{${id}.Ref}` })) },
    });
    const dimensions = (index: number) =>
      (JSON.stringify(alarms[index].properties).match(/"Name":"(\w+)"/g) ?? []).map((text) => text.slice(8, -1));
    expect(new Set(dimensions(0))).toEqual(new Set(['InferenceComponentName']));
    expect(new Set(dimensions(1))).toEqual(new Set(['InferenceComponentName']));
    expect(dimensions(2)).toContain('Release');
  });

  test('gets new alarms with a new release, and keeps them over a change of copies', () => {
    const ids = (props: Partial<InferenceComponentProps>) =>
      synthesized(props)
        .graph.ofType('AWS::CloudWatch::Alarm')
        .map(({ id }) => id);
    const before = ids({});
    expect(ids({ copyCount: 4 })).toEqual(before);
    expect(ids({ minMemory: Size.gibibytes(1) })).not.toEqual(before);
    for (const id of ids({ model: diagnosis('v2') })) expect(before).not.toContain(id);
  });

  test('all at once has no alarms, which synth warns of', () => {
    const result = synthesized({ copyCount: 1, rollout: Rollout.allAtOnce() });
    expect(result.graph.ofType('AWS::CloudWatch::Alarm')).toEqual([]);
    expect(warnings(result)).toEqual([
      '[component-without-rollback] Diagnosis/Classifier: DeploymentConfig (none): nothing rolls a release back. roll it out in batches, watched by alarms, with two copies or more',
    ]);
  });

  test.each(['archive', 'prefix', 'registry'] as const)('serves a model from %s', (source) => {
    const { graph } = synthesized({ model: REMOTE[source](), minMemory: Size.mebibytes(512) });
    expect(JSON.stringify(graph.ofType('AWS::SageMaker::Model')[0].properties)).toContain('diagnosis');
  });

  test('serves in a container of somebody else', () => {
    const container = ServingContainer.fromImageUri('123456789012.dkr.ecr.us-east-1.amazonaws.com/vllm:1', 'arn');
    const stack = newStack();
    expect(componentIn(stack, { container }).rollbackAlarms).toHaveLength(2);
  });

  test('may have tokens for its numbers', () => {
    const stack = newStack();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const endpoint = hostIn(stack, { instanceCount: number, minInstanceCount: number, maxInstanceCount: number });
    componentIn(stack, {
      endpoint,
      copyCount: number,
      cpuCores: number,
      accelerators: number,
      minMemory: Size.mebibytes(number),
      maxMemory: Size.mebibytes(number),
      containerStartupHealthCheckTimeout: Duration.seconds(number),
    });
    expect(only(synth(stack), COMPONENT).Properties).toMatchObject({ RuntimeConfig: { CopyCount: { Ref: 'Number' } } });
  });

  test('may be on an instance type that is a token', () => {
    const stack = newStack();
    const instanceType = new CfnParameter(stack, 'Type').valueAsString;
    componentIn(stack, { endpoint: hostIn(stack, { instanceType }) });
    const { graph } = synth(stack);
    expect(graph.ofType('AWS::SageMaker::Model')[0].properties.PrimaryContainer).not.toHaveProperty(
      'Environment.INFERENCE_DEVICE',
    );
  });

  test('has a rollout that tests can ask for', () => {
    const stack = newStack();
    componentIn(stack);
    const template = InferenceTemplate.fromStack(stack);
    template.hasRollout(Rollout.rolling({ percent: 50, bake: Duration.minutes(5) }), { path: 'Diagnosis/Classifier' });
    template.hasRollbackAlarms({ metricNames: ['Invocation5XXErrors', 'ModelLatency'] });
    template.hasNoBrokenRules();
    expect(() => template.hasRollout(Rollout.rolling({ percent: 25, bake: Duration.minutes(5) }))).toThrow(
      new Error(
        'rollout of Diagnosis/Classifier (rolling 50 % at a time, 300 s after each): must be rolling 25 % at a time, 300 s after each',
      ),
    );
  });

  test('is refused with its path', () => {
    expect(() => componentIn(newStack(), { copyCount: 1 })).toThrow(
      'Diagnosis/Classifier: copy count (1): a rolling rollout needs at least 2 copies',
    );
  });
});
