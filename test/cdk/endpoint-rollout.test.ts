import { applied, only, theirs, variant } from './support/foreign-endpoint';
import { newEndpoint, newStack, synth } from './support/synth';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint, CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import { Aws, Duration, Lazy, Mixins, Resource, Token } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { EndpointRollout, Rollout } from '@inference-constructs/cdk';
import { endpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';

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
