import { applied, only, theirs, variant } from './support/foreign-endpoint';
import { newStack, synth } from './support/synth';
import type { CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, Mixins } from 'aws-cdk-lib/core';
import { EndpointRollout } from '@inference-constructs/cdk';

describe('EndpointRollout', () => {
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
});
