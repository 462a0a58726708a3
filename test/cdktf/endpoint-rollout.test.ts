import { newEndpoint, newStack, synth } from './support/synth';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { SagemakerEndpointConfig } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { SagemakerEndpointConfigurationConfig } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import type { TerraformStack } from 'cdktf';
import { Token } from 'cdktf';
import type { EndpointRolloutProps } from '@inference-constructs/cdktf';
import { EndpointRollout, Rollout } from '@inference-constructs/cdktf';
import { endpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';
import { resolveTokens } from '../../constructs/cdktf/src/render/resolve';

interface Theirs {
  readonly config?: Partial<SagemakerEndpointConfigurationConfig>;
  readonly endpoint?: Partial<SagemakerEndpointConfig>;
}

const variant = (modelName: string, props: object = {}) => ({
  variantName: 'a',
  modelName,
  instanceType: 'ml.m5.large',
  initialInstanceCount: 2,
  ...props,
});

/** An endpoint as somebody else writes it, with resources of the provider. */
function theirs(stack: TerraformStack, { config, endpoint }: Theirs = {}): SagemakerEndpoint {
  const role = new IamRole(stack, 'Role', { assumeRolePolicy: '{}' });
  const model = new SagemakerModel(stack, 'Model', {
    executionRoleArn: role.arn,
    primaryContainer: { image: 'image', modelDataUrl: 's3://models/one.tar.gz' },
  });
  const { name } = new SagemakerEndpointConfiguration(stack, 'Config', {
    namePrefix: 'theirs-',
    productionVariants: [variant(model.name)],
    ...config,
  });
  return new SagemakerEndpoint(stack, 'Foreign', { endpointConfigName: name, name: 'theirs', ...endpoint });
}

const applied = (props?: EndpointRolloutProps, made?: Theirs) => {
  const stack = newStack();
  theirs(stack, made).with(new EndpointRollout(props));
  return synth(stack);
};

const sizeOf = (value?: number) => (value === undefined ? {} : { size: { unit: 'percent', value } });

describe('EndpointRollout', () => {
  test.each([
    ['the default', undefined, 'canary', 10],
    ['a linear rollout', Rollout.LINEAR_25_PERCENT_EVERY_5_MINUTES, 'linear', 25],
    ['blue/green', Rollout.blueGreen({ terminationWaitMinutes: 5 }), 'all-at-once', undefined],
    ['rolling', Rollout.ROLLING_50_PERCENT, 'rolling', 50],
  ])('gives an endpoint of somebody else %s', (_, rollout, strategy, percent) => {
    const [endpoint] = applied({ rollout }).graph.ofType('AWS::SageMaker::Endpoint');
    expect(endpointUpdate(endpoint.properties.DeploymentConfig)).toMatchObject({
      strategy,
      ...sizeOf(percent),
      isGuarded: true,
    });
  });

  test('gives a rolling rollout no more time than the provider waits', () => {
    const [endpoint] = applied({ rollout: Rollout.ROLLING_50_PERCENT }).graph.ofType('AWS::SageMaker::Endpoint');
    expect(endpoint.properties.DeploymentConfig).toMatchObject({
      RollingUpdatePolicy: { MaximumExecutionTimeoutInSeconds: 3600 },
    });
  });

  test('has alarms that watch the new fleet only, are new with it, and roll it back', () => {
    const stack = newStack();
    const endpoint = theirs(stack);
    endpoint.with(new EndpointRollout({ latencyLimitMilliseconds: 200 }));
    const { json, graph } = synth(stack);
    const alarms = Object.values(json.resource.aws_cloudwatch_metric_alarm);
    for (const { alarm_name, lifecycle, metric_query } of alarms) {
      expect(alarm_name).toMatch(/-\$\{aws_sagemaker_endpoint_configuration\.Config\.name\}$/);
      expect(lifecycle).toEqual({ create_before_destroy: true });
      expect((metric_query as { metric: { dimensions: object } }[])[1].metric.dimensions).toEqual({
        EndpointConfigName: '${aws_sagemaker_endpoint_configuration.Config.name}',
        EndpointName: 'theirs',
        VariantName: 'a',
      });
    }
    expect(graph.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.Threshold)).toEqual([16, 200]);
    const rollback = EndpointRollout.rollbackAlarmsOf(endpoint).map(({ alarmName }) => resolveTokens(stack, alarmName));
    expect(json.resource.aws_sagemaker_endpoint.Foreign.deployment_config).toMatchObject({
      auto_rollback_configuration: { alarms: rollback.map((alarm_name) => ({ alarm_name })) },
    });
    expect(rollback).toHaveLength(2);
  });

  test('fails the apply of a release that was rolled back, and keeps what its author checks', () => {
    const { json } = applied({}, { endpoint: { lifecycle: { ignoreChanges: ['tags'] } } });
    expect(json.resource.aws_sagemaker_endpoint.Foreign.lifecycle).toEqual({
      ignore_changes: ['tags'],
      postcondition: [
        {
          condition: '${(self.endpoint_config_name == aws_sagemaker_endpoint_configuration.Config.name)}',
          error_message: expect.stringMatching(/^The deployment was rolled back: /),
        },
      ],
    });
  });

  test('lets the role of the models watch the alarms, once for all endpoints', () => {
    const stack = newStack();
    const endpointConfigName = theirs(stack).endpointConfigNameInput!;
    new SagemakerEndpoint(stack, 'Second', { endpointConfigName, name: 'second' });
    stack.with(new EndpointRollout());
    const { json, graph } = synth(stack);
    const [[id, policy], ...others] = Object.entries(json.resource.aws_iam_role_policy);
    expect(others).toEqual([]);
    expect(policy).toMatchObject({ role: '${aws_iam_role.Role.name}' });
    expect(graph.ofType('AWS::IAM::RolePolicy')[0].properties.PolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['cloudwatch:DescribeAlarms'], Resource: '*' }],
    });
    const alarms = Object.values(json.resource.aws_cloudwatch_metric_alarm);
    expect(alarms.map(({ depends_on }) => depends_on)).toEqual(Array(4).fill([`aws_iam_role_policy.${id}`]));
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
    const { name } = stack.node.findChild('Model') as SagemakerModel;
    const config = stack.node.findChild('Config') as SagemakerEndpointConfiguration;
    config.putProductionVariants(variants(name));
    endpoint.with(new EndpointRollout());
    const texts = synth(stack).messages.map(({ text }) => text);
    expect(texts.some((text) => text.includes('is not made here'))).toBe(says);
  });

  test('reaches every endpoint of a stack but ours', () => {
    const stack = newStack();
    newEndpoint(stack);
    const endpoint = theirs(stack);
    const before = stack.node.findAll().filter((node) => node instanceof CloudwatchMetricAlarm).length;
    stack.with(new EndpointRollout());
    const after = stack.node.findAll().filter((node) => node instanceof CloudwatchMetricAlarm).length;
    expect([EndpointRollout.rollbackAlarmsOf(endpoint).length, after - before]).toEqual([2, 2]);
    synth(stack);
  });

  test('keeps the alarms that roll the endpoint back already', () => {
    const alarms = [{ alarmName: 'mine' }];
    const { json } = applied({}, { endpoint: { deploymentConfig: { autoRollbackConfiguration: { alarms } } } });
    expect(json.resource.aws_sagemaker_endpoint.Foreign.deployment_config).toMatchObject({
      auto_rollback_configuration: {
        alarms: [{ alarm_name: 'mine' }, { alarm_name: expect.any(String) }, { alarm_name: expect.any(String) }],
      },
    });
  });

  test('says where a role is not its to change', () => {
    const { messages } = applied({}, { config: { productionVariants: [variant('elsewhere')] } });
    expect(messages.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('let it do cloudwatch:DescribeAlarms, or SageMaker cannot watch them'),
    );
  });

  test('holds the endpoint to the rules', () => {
    const stack = newStack();
    const { alarmName } = new CloudwatchMetricAlarm(stack, 'Everything', {
      alarmName: 'everything',
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      namespace: 'AWS/SageMaker',
      metricName: 'Invocation5XXErrors',
      period: 60,
      statistic: 'Sum',
      threshold: 1,
    });
    const deploymentConfig = { autoRollbackConfiguration: { alarms: [{ alarmName }] } };
    theirs(stack, { endpoint: { deploymentConfig } }).with(new EndpointRollout());
    expect(() => synth(stack)).toThrow('alarm-watches-old-release');
  });

  test.each<[string, EndpointRolloutProps | undefined, Theirs]>([
    [
      'endpoint name (none): rollback alarms name the endpoint, and it names them, so the name cannot be one that is chosen at deployment. give the endpoint a name; or, to keep one that is deployed, pass the name that it has',
      undefined,
      { endpoint: { name: undefined } },
    ],
    [
      'variant name (none): rollback alarms name the variant, so its name cannot be one that is chosen at deployment. give every variant a name',
      undefined,
      { config: { productionVariants: [variant('model', { variantName: undefined })] } },
    ],
    [
      'rollout (of "a", which is serverless): a serverless endpoint moves all traffic at once, and no alarm rolls it back. choose an endpoint on instances',
      undefined,
      { config: { productionVariants: [variant('model', { serverlessConfig: { maxConcurrency: 1 } })] } },
    ],
    [
      'deployment (3900 s with a bake of 10 minutes): at most 3600 s, for which the provider waits. choose larger steps or a shorter bake',
      { rollout: Rollout.linear({ percent: 34, bakeMinutes: 10, terminationWaitMinutes: 5 }) },
      {},
    ],
    [
      'production variants of Diagnosis/Config (a token): cannot be read at synth. write them out before the rollout is applied',
      undefined,
      { config: { productionVariants: Token.asAny('${var.variants}') as never } },
    ],
    [
      'deployment config (a token): its alarms cannot be read at synth, and would be lost. write it out, or leave it out',
      undefined,
      {
        endpoint: {
          deploymentConfig: { autoRollbackConfiguration: { alarms: Token.asAny('${var.alarms}') as never } },
        },
      },
    ],
  ])('fails with %s', (message, props, made) => {
    const endpoint = theirs(newStack(), made);
    expect(() => endpoint.with(new EndpointRollout(props))).toThrow(`Diagnosis/Foreign: ${message}`);
  });

  test('fails the second time', () => {
    const endpoint = theirs(newStack());
    endpoint.with(new EndpointRollout());
    expect(() => endpoint.with(new EndpointRollout())).toThrow(
      'Diagnosis/Foreign: rollout (a second one): the endpoint has one already. apply it once, with the options that are meant',
    );
  });
});
