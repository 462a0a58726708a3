import { newEndpoint, newStack, synth } from './support/synth';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import { Duration, Resource } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { EndpointAlarms, EndpointGrants, EndpointMetrics, InferenceEndpoint } from '@inference-constructs/cdk';

const l1 = (stack: Stack, endpointName?: string) =>
  new CfnEndpoint(stack, 'Foreign', { endpointConfigName: 'one', endpointName });

/** What another library's L2 may be. */
class OnlyArn extends Resource implements aws_sagemaker.IEndpointRef {
  readonly endpointRef = { endpointArn: 'arn:aws:sagemaker:us-east-1:123456789012:endpoint/theirs' };
}

describe('EndpointMetrics', () => {
  const dimensionsOf = (stack: Stack, metric: Metric) => stack.resolve(metric.dimensions) as unknown;

  test.each<[string, (stack: Stack) => EndpointMetrics, unknown, string]>([
    ['an L1 by its name', (stack) => EndpointMetrics.fromEndpoint(l1(stack, 'Mine')), 'Mine', 'AllTraffic'],
    [
      'an L1 without a name by its attribute',
      (stack) => EndpointMetrics.fromEndpoint(l1(stack)),
      { 'Fn::GetAtt': ['Foreign', 'EndpointName'] },
      'AllTraffic',
    ],
    [
      'an L2 of another library by its ARN',
      (stack) => EndpointMetrics.fromEndpoint(new OnlyArn(stack, 'Theirs')),
      'theirs',
      'AllTraffic',
    ],
    [
      'what the reference does not tell',
      (stack) =>
        EndpointMetrics.fromEndpoint(new OnlyArn(stack, 'Theirs'), { endpointName: 'Theirs', variantName: 'b' }),
      'Theirs',
      'b',
    ],
    [
      'an import',
      (stack) => EndpointMetrics.fromEndpoint(InferenceEndpoint.fromEndpointName(stack, 'Ours', 'Ours')),
      'Ours',
      'live',
    ],
  ])('knows %s', (_, metrics, EndpointName, VariantName) => {
    const stack = newStack();
    const known = metrics(stack);
    expect(dimensionsOf(stack, known.invocations())).toEqual({ EndpointName, VariantName });
    expect(dimensionsOf(stack, known.approximateBacklogSize())).toEqual({ EndpointName });
  });

  test('are those of our own endpoints', () => {
    const endpoint = newEndpoint(newStack());
    const options = { period: Duration.minutes(1) };
    expect(endpoint.metrics.modelLatency(options)).toEqual(endpoint.metricModelLatency(options));
    expect(endpoint.metrics.invocation4xxErrors()).toEqual(
      EndpointMetrics.fromEndpoint(endpoint).invocation4xxErrors(),
    );
  });

  test('have the names and statistics of SageMaker', () => {
    const metrics = EndpointMetrics.fromEndpoint(l1(newStack(), 'mine'));
    const names = Object.getOwnPropertyNames(EndpointMetrics.prototype).filter(
      (name) => !['constructor', 'variant', 'queue', 'endpointName'].includes(name),
    ) as (keyof EndpointMetrics)[];
    expect(
      names.map((name) => {
        const { namespace, metricName, statistic } = metrics[name]();
        return `${name}: ${namespace} ${metricName} ${statistic}`;
      }),
    ).toEqual([
      'invocations: AWS/SageMaker Invocations Sum',
      'invocation4xxErrors: AWS/SageMaker Invocation4XXErrors Sum',
      'invocation5xxErrors: AWS/SageMaker Invocation5XXErrors Sum',
      'modelLatency: AWS/SageMaker ModelLatency Average',
      'overheadLatency: AWS/SageMaker OverheadLatency Average',
      'modelSetupTime: AWS/SageMaker ModelSetupTime Average',
      'modelCacheHit: AWS/SageMaker ModelCacheHit Average',
      'modelLoadingWaitTime: AWS/SageMaker ModelLoadingWaitTime Average',
      'approximateBacklogSize: AWS/SageMaker ApproximateBacklogSize Average',
      'approximateBacklogSizePerInstance: AWS/SageMaker ApproximateBacklogSizePerInstance Average',
      'approximateAgeOfOldestRequest: AWS/SageMaker ApproximateAgeOfOldestRequest Maximum',
      'hasBacklogWithoutCapacity: AWS/SageMaker HasBacklogWithoutCapacity Maximum',
    ]);
  });
});

test.each([
  ['invoke', 'sagemaker:InvokeEndpoint'],
  ['invokeWithResponseStream', 'sagemaker:InvokeEndpointWithResponseStream'],
  ['invokeAsync', 'sagemaker:InvokeEndpointAsync'],
] as const)('EndpointGrants.%s allows %s on that endpoint only', (grant, action) => {
  const stack = newStack();
  const role = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  EndpointGrants.fromEndpoint(l1(stack, 'mine'))[grant](role);
  const [policy] = synth(stack).graph.ofType('AWS::IAM::RolePolicy');
  expect(policy.properties.PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '@{Foreign.Ref}' }],
  });
});

describe('EndpointAlarms', () => {
  test('watch an endpoint of somebody else, whatever its releases', () => {
    const stack = newStack();
    const alarms = EndpointAlarms.fromEndpoint(l1(stack, 'mine'));
    const errors = alarms.errors(stack, 'Errors');
    alarms.latency(stack, 'Slow', { limit: Duration.millis(200), window: Duration.minutes(5) });
    expect(stack.resolve(errors.alarmName)).toEqual({ Ref: 'ErrorsFA5270DE' });
    const found = synth(stack).graph.ofType('AWS::CloudWatch::Alarm');
    expect(found.map(({ properties: { AlarmDescription, Threshold } }) => [AlarmDescription, Threshold])).toEqual([
      ['Errors of the endpoint exceed 1 % by more than 4 standard errors.', 16],
      ["99th percentile of the endpoint's latency (90th below 1000 requests) exceeds 200 ms.", 200],
    ]);
    expect(found.map(({ properties }) => (properties.Metrics as unknown[])[1])).toEqual(
      [900, 300].map((Period) => ({
        Id: 'n',
        ReturnData: false,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SageMaker',
            MetricName: 'Invocations',
            Dimensions: [
              { Name: 'EndpointName', Value: 'mine' },
              { Name: 'VariantName', Value: 'AllTraffic' },
            ],
          },
          Period,
          Stat: 'Sum',
        },
      })),
    );
  });

  test('count the requests of asynchronous endpoints by their latencies', () => {
    const stack = newStack();
    EndpointAlarms.fromEndpoint(l1(stack, 'mine')).errors(stack, 'Errors', { asynchronous: true });
    const [alarm] = synth(stack).graph.ofType('AWS::CloudWatch::Alarm');
    expect(JSON.stringify(alarm.properties)).toContain('"Stat":"SampleCount"');
  });

  test.each([30, 90, 90_000])('refuse a window of %d seconds', (seconds) => {
    const stack = newStack();
    const alarms = EndpointAlarms.fromEndpoint(l1(stack, 'mine'));
    expect(() => alarms.errors(stack, 'Errors', { window: Duration.seconds(seconds) })).toThrow(
      `Diagnosis/Errors: window (${seconds} s): whole minutes, from 1 to 1440. choose a window in that range`,
    );
  });
});
