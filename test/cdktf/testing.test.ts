import { newEndpoint, newFunction, newStack, synth } from './support/synth';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { Rollout, testing } from '@inference-constructs/cdktf';
import { InferenceTemplate } from '@inference-constructs/cdktf/testing';

function failure(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no failure';
}

function withEndpoint(): InferenceTemplate {
  const stack = newStack();
  newEndpoint(stack, { expectedRequestsPerMinute: 60 });
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

test('holds for what the constructs make by default', () => {
  const rollout = Rollout.canary({ percent: 10, bakeMinutes: 15 });
  for (const template of [withEndpoint(), withFunction()]) {
    template.hasRollout(rollout);
    template.hasRollout(rollout, { path: 'Diagnosis/Classifier' });
    template.hasRollbackAlarms();
    template.hasNoBrokenRules();
  }
});

test('reads a deployment configuration of the stack', () => {
  const rollout = Rollout.canary({ percent: 20, bakeMinutes: 7 });
  withFunction(rollout).hasRollout(rollout);
});

test('reads what is on disk', () => {
  const stack = newStack();
  newEndpoint(stack);
  const json = readFileSync(join(synth(stack).directory, 'cdk.tf.json'), 'utf8');
  InferenceTemplate.fromSynth(json).hasRollbackAlarms({ metricNames: ['ModelLatency'] });
});

test('says how a release is rolled out instead', () => {
  const wanted = Rollout.canary({ percent: 20, bakeMinutes: 15 });
  expect(failure(() => withEndpoint().hasRollout(wanted))).toBe(
    'rollout of Diagnosis/Classifier (canary of 10 %, 900 s after each shift): must be canary of 20 %, 900 s after each shift',
  );
  expect(failure(() => withFunction().hasRollout(wanted))).toBe(
    'rollout of Diagnosis/Classifier/DeploymentGroup (10 % for 15 minutes, then 100 %): must be 20 % for 15 minutes, then 100 %',
  );
});

test('names the metrics that no rollback alarm watches', () => {
  expect(failure(() => withFunction().hasRollbackAlarms({ metricNames: ['Throttles'] }))).toBe(
    'metrics of the rollback alarms of Diagnosis/Classifier/DeploymentGroup (Duration, Errors, Invocations, Positive, ' +
      'Predictions): must include Throttles',
  );
});

test('finds rules that are broken by what somebody else declared', () => {
  const stack = newStack();
  new SagemakerEndpoint(stack, 'Foreign', {
    endpointConfigName: 'one',
    deploymentConfig: {
      blueGreenUpdatePolicy: { trafficRoutingConfiguration: { type: 'ALL_AT_ONCE', waitIntervalInSeconds: 600 } },
    },
  });
  const template = InferenceTemplate.fromStack(stack);
  expect(failure(() => template.hasNoBrokenRules())).toBe(
    'broken rules (1): must be none\n  [rollback-without-alarms] Diagnosis/Foreign: rollback alarms (none): at least 1. ' +
      'name the alarms that watch the new release',
  );
  template.hasNoBrokenRules({ acknowledged: ['rollback-without-alarms'] });
});
