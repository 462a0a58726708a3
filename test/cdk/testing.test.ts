import { diagnosis, IMAGE, newEndpoint, newFunction, newStack } from './support/synth';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { InferenceEndpoint, Rollout, testing } from '@inference-constructs/cdk';
import { InferenceTemplate } from '@inference-constructs/cdk/testing';

const minutes = (count: number) => Duration.minutes(count);

function failure(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no failure';
}

function withEndpoint(rollout?: Rollout): InferenceTemplate {
  const stack = newStack();
  newEndpoint(stack, { rollout, expectedRequestsPerMinute: 60 });
  return InferenceTemplate.fromStack(stack);
}

function withFunction(rollout?: Rollout): InferenceTemplate {
  const stack = newStack();
  newFunction(stack, { rollout, expectedRequestsPerMinute: 60 });
  return InferenceTemplate.fromStack(stack);
}

test('the sub-module and the entry are one', () => {
  expect(testing.InferenceTemplate).toBe(InferenceTemplate);
});

describe('hasRollout', () => {
  test.each([
    ['the default', undefined, Rollout.canary({ percent: 10, bake: minutes(15) })],
    ['a canary', ...twice(Rollout.canary({ percent: 20, bake: minutes(7) }))],
    ['all at once', ...twice(Rollout.allAtOnce({ bake: minutes(20) }))],
  ] as const)('holds for %s', (_, declared, expected) => {
    withEndpoint(declared).hasRollout(expected);
    withFunction(declared).hasRollout(expected);
  });

  test('says how an endpoint is rolled out instead', () => {
    const wanted = Rollout.canary({ percent: 20, bake: minutes(15) });
    expect(failure(() => withEndpoint().hasRollout(wanted))).toBe(
      'rollout of Diagnosis/Classifier (canary of 10 %, 900 s after each shift): must be canary of 20 %, 900 s after each shift',
    );
  });

  test('says how a function is rolled out instead', () => {
    const wanted = Rollout.canary({ percent: 20, bake: minutes(7) });
    expect(failure(() => withFunction().hasRollout(wanted))).toBe(
      'rollout of Diagnosis/Classifier/DeploymentGroup (10 % for 15 minutes, then 100 %): must be 20 % for 7 minutes, ' +
        'then 100 %',
    );
  });

  test('takes one of several by its path', () => {
    const stack = newStack();
    newEndpoint(stack);
    const rollout = Rollout.allAtOnce();
    new InferenceEndpoint(stack, 'Second', { model: diagnosis(), ...IMAGE, rollout });
    const template = InferenceTemplate.fromStack(stack);
    template.hasRollout(rollout);
    template.hasRollout(rollout, { path: 'Diagnosis/Second' });
    expect(failure(() => template.hasRollout(rollout, { path: 'Diagnosis/Classifier' }))).toBe(
      'rollout of Diagnosis/Classifier (canary of 10 %, 900 s after each shift): must be all at once, 900 s after each shift',
    );
    expect(failure(() => template.hasRollout(rollout, { path: 'Diagnosis/Sec' }))).toBe(
      'path ("Diagnosis/Sec"): must be that of a release that rolls back by itself, or lead to one: ' +
        'Diagnosis/Classifier, Diagnosis/Second',
    );
  });

  test('fails where nothing is rolled out', () => {
    const template = InferenceTemplate.fromString('{}');
    expect(failure(() => template.hasRollout(Rollout.allAtOnce()))).toBe(
      'releases that roll back by themselves (none): at least 1 in the template',
    );
  });
});

describe('hasRollbackAlarms', () => {
  test('holds for the alarms that are made by default', () => {
    withEndpoint().hasRollbackAlarms({ metricNames: ['Invocation5XXErrors', 'ModelLatency'] });
    withFunction().hasRollbackAlarms({ metricNames: ['Errors', 'Duration'], path: 'Diagnosis/Classifier' });
    withFunction().hasRollbackAlarms();
  });

  test('names the metrics that none watches', () => {
    expect(failure(() => withFunction().hasRollbackAlarms({ metricNames: ['Errors', 'Throttles'] }))).toBe(
      'metrics of the rollback alarms of Diagnosis/Classifier/DeploymentGroup (Duration, Errors, Invocations, ' +
        'Positive, Predictions): must include Throttles',
    );
  });

  test('fails for an endpoint of somebody else whose alarms are declared elsewhere', () => {
    const stack = newStack();
    foreignEndpoint(stack, 'elsewhere');
    expect(failure(() => InferenceTemplate.fromStack(stack).hasRollbackAlarms())).toBe(
      'metrics of the rollback alarms of Diagnosis/Foreign (none): must include one at least',
    );
  });
});

describe('hasNoBrokenRules', () => {
  test('holds for what the constructs make', () => {
    withEndpoint().hasNoBrokenRules();
    withFunction().hasNoBrokenRules();
  });

  test('finds what somebody else declared', () => {
    const stack = newStack();
    foreignEndpoint(
      stack,
      new CfnAlarm(stack, 'Slow', {
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 1,
        metricName: 'Invocation5XXErrors',
        namespace: 'AWS/SageMaker',
        period: 3600,
        dimensions: [{ name: 'EndpointConfigName', value: 'one' }],
      }).ref,
    );
    const template = InferenceTemplate.fromStack(stack);
    const message =
      'broken rules (1): must be none\n  [canary-longer-than-alarm] Diagnosis/Slow: window (3600 s) of this rollback alarm ' +
      "and 120 s until metrics arrive: at most the bake of Diagnosis/Foreign (600 s). shorten the alarm's period or " +
      'evaluation periods, or bake longer';
    expect(failure(() => template.hasNoBrokenRules())).toBe(message);
    template.hasNoBrokenRules({ acknowledged: ['canary-longer-than-alarm'] });
  });

  test('counts advice', () => {
    const stack = newStack();
    newFunction(stack, { expectedRequestsPerMinute: 6 });
    expect(failure(() => InferenceTemplate.fromStack(stack).hasNoBrokenRules())).toContain(
      'broken rules (1): must be none\n  [canary-cannot-see-collapse] Diagnosis/Classifier/PredictionShiftAlarm: ',
    );
  });
});

describe('a template', () => {
  test('is read from its text too, with or without paths', () => {
    const endpoint = {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: { DeploymentConfig: { BlueGreenUpdatePolicy: routing(600) } },
    };
    const wanted = Rollout.allAtOnce({ bake: minutes(10) });
    const read = (metadata: object) =>
      InferenceTemplate.fromString(JSON.stringify({ Resources: { Live: { ...endpoint, ...metadata } } }));
    read({}).hasRollout(wanted, { path: 'Live' });
    read({ Metadata: { 'aws:cdk:path': 'App/Live/Resource' } }).hasRollout(wanted, { path: 'App/Live' });
  });

  test('of a stack does not hold what its nested stacks hold', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    newEndpoint(nested);
    InferenceTemplate.fromStack(nested).hasRollbackAlarms();
    expect(failure(() => InferenceTemplate.fromStack(stack).hasRollbackAlarms())).toContain('(none): at least 1');
  });

  test('of a stack in a stage is that of the stage', () => {
    const stack = new Stack(new Stage(newStack().node.root, 'Prod'), 'Diagnosis');
    newEndpoint(stack);
    InferenceTemplate.fromStack(stack).hasRollbackAlarms({ path: 'Prod/Diagnosis/Classifier' });
  });
});

function twice<T>(value: T): [T, T] {
  return [value, value];
}

function routing(waitIntervalInSeconds: number) {
  return {
    TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: waitIntervalInSeconds },
  };
}

function foreignEndpoint(stack: Stack, alarmName: string): void {
  new CfnEndpoint(stack, 'Foreign', {
    endpointConfigName: 'one',
    deploymentConfig: {
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: {
          type: 'CANARY',
          waitIntervalInSeconds: 600,
          canarySize: { type: 'CAPACITY_PERCENT', value: 10 },
        },
      },
      autoRollbackConfiguration: { alarms: [{ alarmName }] },
    },
  });
}
