import { COMPONENT, HERE, caller, componentIn, warnings } from './support/inference-component';
import { newStack, only, synth } from './support/synth';
import { InferenceComponent } from '@inference-constructs/cdk';
import type { Stack } from 'aws-cdk-lib/core';

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
