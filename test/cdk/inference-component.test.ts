import { diagnosis, IMAGE, newStack, only, synth } from './support/synth';
import { REMOTE } from '../parity/support/kinds';
import type { InferenceComponentEndpointProps, InferenceComponentProps } from '@inference-constructs/cdk';
import {
  InferenceComponent,
  InferenceComponentEndpoint,
  Rollout,
  RoutingStrategy,
  ServingContainer,
} from '@inference-constructs/cdk';
import { InferenceTemplate } from '@inference-constructs/cdk/testing';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Aspects, CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib/core';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const HERE = 'arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}';

const hostIn = (stack: Stack, props: InferenceComponentEndpointProps = {}) =>
  new InferenceComponentEndpoint(stack, 'Shared', { endpointName: 'shared', ...props });

const componentIn = (stack: Stack, props: Partial<InferenceComponentProps> = {}, id = 'Classifier') =>
  new InferenceComponent(stack, id, {
    endpoint: props.endpoint ?? hostIn(stack),
    model: diagnosis(),
    ...IMAGE,
    inferenceComponentName: `triage-${id}`,
    ...props,
  });

function synthesized(props: Partial<InferenceComponentProps> = {}, host: InferenceComponentEndpointProps = {}) {
  const stack = newStack();
  componentIn(stack, { endpoint: hostIn(stack, host), ...props });
  return synth(stack);
}

/** Rules and faults that the synth ends with, or prints. */
function warnings({ messages }: ReturnType<typeof synth>): string[] {
  return messages.filter(({ level }) => level === 'warning').map(({ text }) => text.replace(/ \[ack: .*/, ''));
}

const caller = (stack: Stack) => new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

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

describe('an endpoint for components', () => {
  test('looks at all of them together', () => {
    const stack = newStack();
    const endpoint = hostIn(stack, { instanceType: 'ml.g5.xlarge', instanceCount: 3 });
    componentIn(stack, { endpoint }, 'One');
    componentIn(stack, { endpoint }, 'Two');
    expect(() => synth(stack)).toThrow(
      '[components-outgrow-instances] Diagnosis/Two: accelerators (4 over the copies of 2 components): at most 3 on 3 x ml.g5.xlarge. run fewer copies, ask for less a copy, or allow more instances',
    );
  });

  test('looks at them after aspects', () => {
    const stack = newStack();
    componentIn(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CfnInferenceComponent) node.addPropertyOverride('RuntimeConfig.CopyCount', 9);
      },
    });
    expect(() => synth(stack)).toThrow(
      '[components-outgrow-instances] Diagnosis/Classifier: copies (9): at most 4 on 2 x ml.c7i.large, 2 on each.',
    );
  });

  test('says each thing once', () => {
    const stack = newStack();
    const endpoint = hostIn(stack, { instanceType: 'ml.g5.xlarge' });
    componentIn(stack, { endpoint });
    const found = warnings(synth(stack));
    expect(found).toEqual([expect.stringContaining('[component-update-without-room] Diagnosis/Classifier')]);
  });

  test('may be in another stack, and is named there', () => {
    const stack = newStack();
    const endpoint = hostIn(new Stack(stack.node.root, 'Platform'));
    componentIn(stack, { endpoint });
    expect(only(synth(stack), COMPONENT).Properties).toMatchObject({ EndpointName: 'shared' });
  });

  test('may be imported', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/shared');
    const endpoint = InferenceComponentEndpoint.fromInferenceComponentEndpointAttributes(stack, 'Elsewhere', {
      endpointName: 'Elsewhere',
      role,
      instanceTypes: ['ml.c7i.large'],
      variantName: 'AllTraffic',
    });
    expect(endpoint.endpointRef.endpointArn).toMatch(/endpoint\/elsewhere$/);
    componentIn(stack, { endpoint });
    const { graph } = synth(stack);
    expect(graph.ofType(COMPONENT)[0].properties).toMatchObject({
      EndpointName: 'Elsewhere',
      VariantName: 'AllTraffic',
    });
    expect(graph.ofType('AWS::IAM::RolePolicy')[0].properties.RoleName).toBe('shared');
  });

  test('is in a VPC by its configuration', () => {
    const stack = newStack();
    const endpoint = hostIn(stack, { vpc: new Vpc(stack, 'Vpc', { maxAzs: 2 }), networkIsolation: true });
    endpoint.connections.allowTo(SecurityGroup.fromSecurityGroupId(stack, 'Store', 'sg-1'), Port.tcp(5432));
    const { Properties } = only(synth(stack), 'AWS::SageMaker::EndpointConfig');
    expect(Properties).toMatchObject({
      VpcConfig: { SecurityGroupIds: [expect.anything()] },
      EnableNetworkIsolation: true,
    });
  });

  test('needs a VPC for connections', () => {
    expect(() => hostIn(newStack()).connections).toThrow(
      new Error('Diagnosis/Shared: connections (none): the endpoint is not in a VPC. set vpc'),
    );
  });

  test('on several instance types gives components a specification for each', () => {
    const { graph } = synthesized(
      {},
      {
        instancePools: [{ instanceType: 'ml.g6.xlarge' }, { instanceType: 'ml.g5.xlarge' }],
        instanceProvisionTimeout: Duration.minutes(10),
      },
    );
    expect(graph.ofType(COMPONENT)[0].properties).toMatchObject({
      Specifications: [{ InstanceType: 'ml.g6.xlarge' }, { InstanceType: 'ml.g5.xlarge' }],
    });
  });
});

test('pools are refused where the L1 would leave out the specifications, as that of aws-cdk-lib 2.262 does', () => {
  const known = Object.getOwnPropertyDescriptor(CfnInferenceComponent.prototype, 'specifications')!;
  Reflect.deleteProperty(CfnInferenceComponent.prototype, 'specifications');
  try {
    const stack = newStack();
    const endpoint = hostIn(stack, {
      instancePools: [{ instanceType: 'ml.c7i.large' }, { instanceType: 'ml.c6i.large' }],
    });
    expect(() => componentIn(stack, { endpoint })).toThrow(
      new Error(
        'Diagnosis/Classifier: instance pools (several): this aws-cdk-lib knows no specifications by instance type. update it, or give the endpoint one instance type',
      ),
    );
  } finally {
    Object.defineProperty(CfnInferenceComponent.prototype, 'specifications', known);
  }
});

describe('a caller', () => {
  const granted = (stack: Stack): unknown => {
    const policies = synth(stack).graph.ofType('AWS::IAM::RolePolicy');
    const { PolicyDocument } = policies.find(({ path }) => path.includes('/Caller/'))!.properties;
    return (PolicyDocument as { Statement: unknown }).Statement;
  };

  test('may invoke the component on its endpoint, and nothing else', () => {
    const stack = newStack();
    componentIn(stack).grantInvoke(caller(stack));
    expect(granted(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sagemaker:InvokeEndpoint',
        Resource: [
          expect.stringMatching(/^@\{Shared\w+\.Ref\}$/) as string,
          expect.stringMatching(/^@\{Classifier\w+\.InferenceComponentArn\}$/) as string,
        ],
      },
    ]);
  });

  test('may invoke an imported one', () => {
    const stack = newStack();
    const imported = InferenceComponent.fromInferenceComponentAttributes(stack, 'Other', {
      inferenceComponentName: 'Triage',
      endpointName: 'Shared',
    });
    imported.grantInvokeWithResponseStream(caller(stack));
    expect(granted(stack)).toMatchObject([
      {
        Action: 'sagemaker:InvokeEndpointWithResponseStream',
        Resource: [`${HERE}:endpoint/shared`, `${HERE}:inference-component/triage`],
      },
    ]);
  });
});

test.each([
  ['metricInvocations', 'Invocations', 'Sum'],
  ['metricInvocation4xxErrors', 'Invocation4XXErrors', 'Sum'],
  ['metricInvocation5xxErrors', 'Invocation5XXErrors', 'Sum'],
  ['metricModelLatency', 'ModelLatency', 'Average'],
  ['metricOverheadLatency', 'OverheadLatency', 'Average'],
  ['metricInvocationsPerCopy', 'InvocationsPerCopy', 'Sum'],
  ['metricConcurrentRequestsPerCopy', 'ConcurrentRequestsPerCopy', 'Maximum'],
  ['metricNoCapacityInvocationFailures', 'NoCapacityInvocationFailures', 'Sum'],
] as const)('%s is of the component', (method, metricName, statistic) => {
  expect(componentIn(newStack())[method]()).toMatchObject({
    namespace: 'AWS/SageMaker',
    metricName,
    statistic,
    dimensions: { InferenceComponentName: 'triage-Classifier' },
  });
});

test('metrics of the model are of its endpoint', () => {
  const component = componentIn(newStack());
  const dimensions = { EndpointName: 'shared' };
  expect(component.metricPredictions()).toMatchObject({ metricName: 'Predictions', dimensions });
  expect(component.metricPositive()).toMatchObject({ metricName: 'Positive', dimensions });
});

describe('copies that scale', () => {
  test('go to none and come back', () => {
    const stack = newStack();
    const component = componentIn(stack, { expectedRequestsPerMinute: 600 });
    const scaling = component.autoScaleCopyCount({ minCapacity: 0, maxCapacity: 4 });
    scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 200 });
    expect(scaling.resourceId).toBe('inference-component/triage-Classifier');
    const result = synth(stack);
    const [declared] = result.graph.ofType(COMPONENT);
    const [target] = result.graph.ofType('AWS::ApplicationAutoScaling::ScalableTarget');
    expect(target.properties).toMatchObject({ MinCapacity: 0, MaxCapacity: 4 });
    expect(target.attributes?.DependsOn).toContain(`@{${declared.id}.Ref}`);
    const [wakeUp] = result.graph
      .ofType('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties.MetricName === 'NoCapacityInvocationFailures');
    expect(wakeUp.properties.Dimensions).toEqual([{ Name: 'InferenceComponentName', Value: 'triage-Classifier' }]);
    expect(warnings(result)).toEqual([]);
    expect(result.messages.map(({ text }) => text).join('\n')).toContain(
      'Invocations: 600 requests per minute ask for 3 copies',
    );
  });

  test('start from as many as are declared', () => {
    const stack = newStack();
    componentIn(stack, { copyCount: 3 }).autoScaleCopyCount({ maxCapacity: 4 });
    expect(only(synth(stack), 'AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({
      MinCapacity: 3,
    });
  });

  test.each([
    [
      { minCapacity: 3, maxCapacity: 4 },
      'Diagnosis/Classifier/Scaling: copy count (2): between the minimum (3) and the maximum capacity (4) that it scales to. choose a count or bounds that agree',
    ],
    [
      { minCapacity: 0, maxCapacity: 1 },
      'Diagnosis/Classifier/Scaling: copy count (2): between the minimum (0) and the maximum capacity (1) that it scales to. choose a count or bounds that agree',
    ],
  ])('between %p are refused', (bounds, message) => {
    expect(() => componentIn(newStack()).autoScaleCopyCount(bounds)).toThrow(new Error(message));
  });

  test('scale once', () => {
    const component = componentIn(newStack());
    component.autoScaleCopyCount({ maxCapacity: 4 });
    expect(() => component.autoScaleCopyCount({ maxCapacity: 4 })).toThrow(
      new Error(
        'Diagnosis/Classifier: scaling of the copies (on already): can be turned on once. add policies and schedules to what the first call returned',
      ),
    );
  });
});
