import { newEndpoint, newStack, synth } from './support/synth';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpointConfigProps, CfnEndpointProps } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import { Aws, Duration, Lazy, Mixins, Resource, Token } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { EndpointRolloutProps } from '@inference-constructs/cdk';
import { EndpointRollout, Rollout } from '@inference-constructs/cdk';
import { endpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';

interface Theirs {
  readonly model?: string;
  readonly variants?: CfnEndpointConfigProps['productionVariants'];
  readonly config?: Partial<CfnEndpointConfigProps>;
  readonly endpoint?: Partial<CfnEndpointProps>;
}

const variant = (modelName?: string, props: object = {}) => ({
  variantName: 'AllTraffic',
  modelName,
  instanceType: 'ml.m5.large',
  initialInstanceCount: 2,
  initialVariantWeight: 1,
  ...props,
});

/** An endpoint as somebody else writes it, with L1s and a role. */
function theirs(stack: Stack, { model = 'one', variants, config, endpoint }: Theirs = {}): CfnEndpoint {
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
  const { attrModelName } = new CfnModel(stack, 'Model', {
    executionRoleArn: role.roleArn,
    primaryContainer: { image: 'image', modelDataUrl: `s3://models/${model}.tar.gz` },
  });
  const { attrEndpointConfigName: endpointConfigName } = new CfnEndpointConfig(stack, 'Config', {
    productionVariants: variants ?? [variant(attrModelName)],
    ...config,
  });
  return new CfnEndpoint(stack, 'Foreign', { endpointConfigName, endpointName: 'theirs', ...endpoint });
}

const applied = (props?: EndpointRolloutProps, made: Theirs = {}) => {
  const stack = newStack();
  theirs(stack, made).with(new EndpointRollout(props));
  return synth(stack);
};

const only = (synthesized: ReturnType<typeof synth>) => synthesized.graph.ofType('AWS::SageMaker::Endpoint')[0];

function faultOf(fail: () => unknown): Error & { code?: string } {
  try {
    fail();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing failed');
}

const sizeOf = (value?: number) => (value === undefined ? {} : { size: { unit: 'percent', value } });

describe('EndpointRollout', () => {
  test.each([
    ['the default', undefined, 'canary', 10, 2 * 900 + 1800],
    ['a canary', Rollout.canary({ percent: 20, bake: Duration.minutes(5) }), 'canary', 20, 2 * 300 + 1800],
    ['a linear rollout', Rollout.LINEAR_25_PERCENT_EVERY_5_MINUTES, 'linear', 25, 4 * 300 + 1800],
    ['all at once', Rollout.ALL_AT_ONCE, 'all-at-once', undefined, 900 + 1800],
    ['blue/green', Rollout.blueGreen(), 'all-at-once', undefined, 2 * 900 + 1800],
    ['rolling', Rollout.ROLLING_50_PERCENT, 'rolling', 50, 3 * 300 + 1800 + 2 * 600],
  ])('gives an endpoint of somebody else %s, with a timeout that fits', (_, rollout, strategy, percent, timeout) => {
    const endpoint = only(applied({ rollout }));
    expect(endpointUpdate(endpoint.properties.DeploymentConfig)).toMatchObject({
      strategy,
      ...sizeOf(percent),
      isGuarded: true,
    });
    const { BlueGreenUpdatePolicy, RollingUpdatePolicy } = endpoint.properties.DeploymentConfig as Record<
      string,
      { MaximumExecutionTimeoutInSeconds: number } | undefined
    >;
    expect((BlueGreenUpdatePolicy ?? RollingUpdatePolicy)!.MaximumExecutionTimeoutInSeconds).toBe(timeout);
  });

  test('gives three instances, of which half is one, the time of three batches', () => {
    const rollout = Rollout.rolling({ percent: 50, bake: Duration.minutes(10) });
    const { properties } = only(applied({ rollout }, { variants: [variant('model', { initialInstanceCount: 3 })] }));
    expect(properties.DeploymentConfig).toMatchObject({
      RollingUpdatePolicy: { MaximumExecutionTimeoutInSeconds: 3 * 600 + 1800 + 2 * 600 },
    });
  });

  test('has alarms that watch the new fleet only, and roll it back', () => {
    const stack = newStack();
    const endpoint = theirs(stack).with(new EndpointRollout({ latencyLimit: Duration.millis(200) })) as CfnEndpoint;
    const { graph } = synth(stack);
    const alarms = graph.ofType('AWS::CloudWatch::Alarm');
    expect(alarms.map(({ properties }) => [properties.AlarmDescription, properties.Threshold])).toEqual([
      ['Errors of the new release exceed 1 % by more than 4 standard errors.', 16],
      ["99th percentile of the new release's latency (90th below 1000 requests) exceeds 200 ms.", 200],
    ]);
    for (const { properties } of alarms) {
      const [, { MetricStat }] = properties.Metrics as { MetricStat: { Metric: { Dimensions: unknown } } }[];
      expect(MetricStat.Metric.Dimensions).toEqual([
        { Name: 'EndpointConfigName', Value: '@{Config.EndpointConfigName}' },
        { Name: 'EndpointName', Value: 'theirs' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ]);
    }
    expect(only({ graph } as ReturnType<typeof synth>).properties.DeploymentConfig).toMatchObject({
      AutoRollbackConfiguration: { Alarms: alarms.map(({ id }) => ({ AlarmName: `@{${id}.Ref}` })) },
    });
    expect(
      EndpointRollout.rollbackAlarmsOf(endpoint).map(({ alarmName }) => stack.resolve(alarmName) as unknown),
    ).toEqual(alarms.map(({ id }) => ({ Ref: id })));
  });

  test('lets the role of the models watch them, before the endpoint is updated', () => {
    const { graph, resources } = applied();
    const [policy] = graph.ofType('AWS::IAM::RolePolicy');
    expect(policy.properties).toEqual({
      PolicyName: 'watch-rollback-alarms',
      RoleName: expect.stringMatching(/^@\{Role\w+\.Ref\}$/),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['cloudwatch:DescribeAlarms'], Resource: '*' }],
      },
    });
    for (const { id } of graph.ofType('AWS::CloudWatch::Alarm')) expect(resources[id].DependsOn).toEqual([policy.id]);
  });

  test('lets a role that endpoints share watch them once', () => {
    const stack = newStack();
    const { endpointConfigName } = theirs(stack);
    new CfnEndpoint(stack, 'Second', { endpointConfigName, endpointName: 'second' });
    Mixins.of(stack).apply(new EndpointRollout());
    const { graph, resources } = synth(stack);
    const policies = graph.ofType('AWS::IAM::RolePolicy').map(({ id }) => id);
    expect(policies).toHaveLength(1);
    const alarms = graph.ofType('AWS::CloudWatch::Alarm');
    expect(alarms.map(({ id }) => resources[id].DependsOn)).toEqual(Array(4).fill(policies));
  });

  test('says where a role is not its to change', () => {
    const stack = newStack();
    new CfnEndpoint(stack, 'Foreign', { endpointConfigName: 'one', endpointName: 'theirs' }).with(
      new EndpointRollout(),
    );
    const { graph, messages } = synth(stack);
    expect(graph.ofType('AWS::IAM::RolePolicy')).toEqual([]);
    expect(messages.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('let it do cloudwatch:DescribeAlarms, or SageMaker cannot watch them'),
    );
  });

  test.each([
    ['two variants of one model', (model: string) => [variant(model), variant(model, { variantName: 'b' })], false],
    [
      'a second variant whose model is elsewhere',
      (model: string) => [variant(model), variant('elsewhere', { variantName: 'b' })],
      true,
    ],
  ])('%s: says that a role is not made here only where it is so', (_, variants, says) => {
    const stack = newStack();
    const endpoint = theirs(stack);
    const { attrModelName } = stack.node.findChild('Model') as CfnModel;
    const config = stack.node.findChild('Config') as CfnEndpointConfig;
    config.productionVariants = variants(attrModelName);
    endpoint.with(new EndpointRollout());
    const texts = synth(stack).messages.map(({ text }) => text);
    expect(texts.some((text) => text.includes('is not made here'))).toBe(says);
  });

  test('has new alarms for every release, and the same for the same', () => {
    const idsOf = (model: string) =>
      applied({}, { model })
        .graph.ofType('AWS::CloudWatch::Alarm')
        .map(({ id }) => id);
    expect(idsOf('one')).toEqual(idsOf('one'));
    expect(idsOf('one').filter((id) => idsOf('two').includes(id))).toEqual([]);
  });

  test('watches every variant, and counts the requests of asynchronous ones by their latencies', () => {
    const { graph } = applied(
      {},
      {
        variants: ['a', 'b'].map((variantName) => variant('model', { variantName })),
        config: { asyncInferenceConfig: { outputConfig: {} } },
      },
    );
    const alarms = graph.ofType('AWS::CloudWatch::Alarm');
    expect(alarms.map(({ path }) => path)).toEqual(
      ['ErrorsAlarm-a', 'LatencyAlarm-a', 'ErrorsAlarm-b', 'LatencyAlarm-b'].map((id) =>
        expect.stringContaining(`Foreign/Rollout/${id}`),
      ),
    );
    expect(JSON.stringify(alarms[0].properties)).toContain('"Stat":"SampleCount"');
  });

  test('keeps the alarms that roll the endpoint back already', () => {
    const { graph } = applied(
      {},
      {
        endpoint: {
          deploymentConfig: {
            autoRollbackConfiguration: { alarms: [{ alarmName: 'mine' }] },
            blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: 'ALL_AT_ONCE' } },
          },
        },
      },
    );
    const [{ properties }] = graph.ofType('AWS::SageMaker::Endpoint');
    const { AutoRollbackConfiguration } = properties.DeploymentConfig as {
      AutoRollbackConfiguration: { Alarms: { AlarmName: string }[] };
    };
    expect(AutoRollbackConfiguration.Alarms.map(({ AlarmName }) => AlarmName)).toEqual([
      'mine',
      ...graph.ofType('AWS::CloudWatch::Alarm').map(({ id }) => `@{${id}.Ref}`),
    ]);
  });

  test('reaches every endpoint of a stack but ours', () => {
    const stack = newStack();
    const ours = newEndpoint(stack);
    const endpoint = theirs(stack);
    const { report } = Mixins.of(stack).apply(new EndpointRollout());
    expect(report.map(({ construct }) => construct.node.path)).toEqual([endpoint.node.path]);
    expect(EndpointRollout.rollbackAlarmsOf(endpoint)).toHaveLength(2);
    expect(EndpointRollout.rollbackAlarmsOf(ours)).toEqual([]);
    synth(stack);
  });

  test('reaches the endpoint of an L2 that fills its variants in later', () => {
    class TheirEndpoint extends Resource implements aws_sagemaker.IEndpointRef {
      readonly endpointRef: aws_sagemaker.EndpointReference;

      constructor(scope: Stack, id: string) {
        super(scope, id);
        const variants = [variant('model', { variantName: 'their' })];
        const { attrEndpointConfigName } = new CfnEndpointConfig(this, 'Config', {
          productionVariants: Lazy.any({ produce: () => variants }),
        });
        this.endpointRef = new CfnEndpoint(this, 'Resource', {
          // As L2s hand names on.
          endpointConfigName: this.getResourceNameAttribute(attrEndpointConfigName),
          endpointName: 'theirs',
        }).endpointRef;
      }
    }
    const stack = newStack();
    const endpoint = new TheirEndpoint(stack, 'Theirs');
    endpoint.with(new EndpointRollout());
    const { graph } = synth(stack);
    expect(graph.ofType('AWS::CloudWatch::Alarm').map(({ path }) => path)).toEqual(
      [
        'Diagnosis/Theirs/Resource/Rollout/ErrorsAlarm-their',
        'Diagnosis/Theirs/Resource/Rollout/LatencyAlarm-their',
      ].map((path) => expect.stringContaining(path)),
    );
    expect(EndpointRollout.rollbackAlarmsOf(endpoint)).toHaveLength(2);
  });

  test('holds the endpoint to the rules', () => {
    const stack = newStack();
    const endpoint = theirs(stack);
    const metric = new Metric({ namespace: 'AWS/SageMaker', metricName: 'Invocation5XXErrors' });
    const { alarmName } = new Alarm(stack, 'Everything', { metric, threshold: 1, evaluationPeriods: 1 });
    endpoint.deploymentConfig = { autoRollbackConfiguration: { alarms: [{ alarmName }] } };
    endpoint.with(new EndpointRollout());
    expect(() => synth(stack)).toThrow('alarm-watches-old-release');
  });

  test.each<[string, string, EndpointRolloutProps | undefined, Theirs]>([
    [
      'EndpointNameUnknown',
      'endpoint name (none): rollback alarms name the endpoint, and it names them, so the name cannot be one that is chosen at deployment. give the endpoint a name; or, to keep one that is deployed, pass the name that it has',
      undefined,
      { endpoint: { endpointName: undefined } },
    ],
    [
      'RolloutUnsuitable',
      'rollout (of "AllTraffic", which is serverless): a serverless endpoint moves all traffic at once, and no alarm rolls it back. choose an endpoint on instances',
      undefined,
      { variants: [variant('model', { serverlessConfig: { maxConcurrency: 1, memorySizeInMb: 2048 } })] },
    ],
    [
      'RolloutUnsuitable',
      'rollout (of "AllTraffic", which has no model): such a variant hosts inference components, and each of them is rolled out by itself. give the rollout to the components',
      undefined,
      { variants: [variant(undefined)] },
    ],
    [
      'CanaryNeedsInstances',
      'instance count (1): a canary needs at least 2 instances. set two or more, or choose an all-at-once rollout',
      undefined,
      { variants: [variant('model', { initialInstanceCount: 1 })] },
    ],
    [
      'CanaryPercentOutOfRange',
      'canary percent (60): at most 50 percent of the capacity on SageMaker. choose a smaller canary',
      { rollout: Rollout.canary({ percent: 60, bake: Duration.minutes(5) }) },
      {},
    ],
    [
      'AlarmsTooMany',
      'rollback alarms (12): at most 10 on a deployment, and every variant has its own. serve fewer variants',
      undefined,
      { variants: Array.from({ length: 6 }, (_, i) => variant('model', { variantName: `v${i}` })) },
    ],
    [
      'AlarmsTooMany',
      'rollback alarms (11): at most 10 on a deployment, and every variant has its own. serve fewer variants, or take some of the 9 that are there out of the deployment config',
      undefined,
      {
        endpoint: {
          deploymentConfig: {
            autoRollbackConfiguration: { alarms: Array.from({ length: 9 }, (_, i) => ({ alarmName: `mine-${i}` })) },
            blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: 'ALL_AT_ONCE' } },
          },
        },
      },
    ],
    [
      'VariantsUnknown',
      'production variants of Diagnosis/Config (a token): cannot be read at synth. write them out before the rollout is applied',
      undefined,
      { variants: Token.asAny({ Ref: 'Variants' }) as CfnEndpointConfigProps['productionVariants'] },
    ],
    [
      'DeploymentConfigUnknown',
      'deployment config (a token): its alarms cannot be read at synth, and would be lost. write it out, or leave it out',
      undefined,
      { endpoint: { deploymentConfig: Token.asAny({ Ref: 'Guardrails' }) as never } },
    ],
  ])('fails with %s', (code, message, props, made) => {
    const endpoint = theirs(newStack(), made);
    const fault = faultOf(() => endpoint.with(new EndpointRollout(props)));
    expect(fault.message).toBe(`Diagnosis/Foreign: ${message}`);
    expect(fault.code).toBe(code);
  });

  test('fails the second time', () => {
    const endpoint = theirs(newStack()).with(new EndpointRollout());
    expect(() => endpoint.with(new EndpointRollout())).toThrow(
      'Diagnosis/Foreign: rollout (a second one): the endpoint has one already. apply it once, with the options that are meant',
    );
  });

  test('takes the name of a deployed endpoint that has none in the template', () => {
    const made = { endpoint: { endpointName: undefined } };
    const [alarm] = applied({ endpointName: 'Stack-Foreign-1A2B' }, made).graph.ofType('AWS::CloudWatch::Alarm');
    expect(JSON.stringify(alarm.properties)).toContain('"Value":"Stack-Foreign-1A2B"');
  });

  test('takes a count that is not known yet', () => {
    const initialInstanceCount = Token.asNumber({ Ref: Aws.NO_VALUE });
    expect(() => applied({}, { variants: [variant('model', { initialInstanceCount })] })).not.toThrow();
  });
});
