import { newEndpoint, newStack, synth } from './support/synth';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { TerraformStack } from 'cdktf';
import { EndpointAlarms, EndpointGrants, EndpointMetrics } from '@inference-constructs/cdktf';
import { resolveTokens } from '../../constructs/cdktf/src/render/resolve';

const foreign = (stack: TerraformStack, name?: string) =>
  new SagemakerEndpoint(stack, 'Foreign', { endpointConfigName: 'one', name });

describe('EndpointMetrics', () => {
  test.each([
    ['its name', 'mine', 'mine'],
    ['its attribute', undefined, '${aws_sagemaker_endpoint.Foreign.name}'],
  ])('know an endpoint by %s', (_, name, EndpointName) => {
    const stack = newStack();
    const metrics = EndpointMetrics.fromEndpoint(foreign(stack, name));
    expect(resolveTokens(stack, metrics.invocations().dimensions)).toEqual({ EndpointName, VariantName: 'AllTraffic' });
    expect(resolveTokens(stack, metrics.hasBacklogWithoutCapacity().dimensions)).toEqual({ EndpointName });
  });

  test('are those of our own endpoints', () => {
    const endpoint = newEndpoint(newStack());
    const byName = EndpointMetrics.fromEndpointName(endpoint.endpointName, 'live');
    expect(endpoint.metrics.modelLatency({ statistic: 'p99' })).toEqual(
      endpoint.metricModelLatency({ statistic: 'p99' }),
    );
    expect(endpoint.metrics.overheadLatency()).toEqual(byName.overheadLatency());
  });
});

test.each([
  ['invoke', 'sagemaker:InvokeEndpoint'],
  ['invokeWithResponseStream', 'sagemaker:InvokeEndpointWithResponseStream'],
  ['invokeAsync', 'sagemaker:InvokeEndpointAsync'],
] as const)('EndpointGrants.%s allows %s on that endpoint only', (grant, action) => {
  const stack = newStack();
  const role = new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' });
  const grants = EndpointGrants.fromEndpoint(foreign(stack));
  expect(grants[grant](role)).toBe(grants[grant](role));
  const [policy] = synth(stack).graph.ofType('AWS::IAM::RolePolicy');
  expect(policy.properties.PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [action], Resource: '@{aws_sagemaker_endpoint.Foreign.Ref}' }],
  });
});

test('EndpointAlarms watch an endpoint of somebody else', () => {
  const stack = newStack();
  const alarms = EndpointAlarms.fromEndpoint(foreign(stack, 'mine'), 'b');
  alarms.errors(stack, 'Errors');
  alarms.latency(stack, 'Slow', { limitMilliseconds: 200, windowSeconds: 300 });
  const found = synth(stack).graph.ofType('AWS::CloudWatch::Alarm');
  expect(found.map(({ properties: { AlarmDescription, Threshold } }) => [AlarmDescription, Threshold])).toEqual([
    ['Errors of the endpoint exceed 1 % by more than 4 standard errors.', 16],
    ["99th percentile of the endpoint's latency (90th below 1000 requests) exceeds 200 ms.", 200],
  ]);
  expect(JSON.stringify(found[0].properties)).toContain('{"Name":"VariantName","Value":"b"}');
  expect(() => alarms.errors(stack, 'Wrong', { windowSeconds: 90 })).toThrow(
    'Diagnosis/Wrong: window (90 s): whole minutes, from 1 to 1440. choose a window in that range',
  );
});
