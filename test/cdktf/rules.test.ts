import { diagnosis, IMAGE, newEndpoint, newFunction, newStack, synth } from './support/synth';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import type { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import type { TerraformStack } from 'cdktf';
import { Aspects } from 'cdktf';
import { ServerlessInferenceEndpoint } from '@inference-constructs/cdktf';

describe('rules see the finished tree', () => {
  const failure = (stack: TerraformStack): string => {
    try {
      synth(stack);
    } catch (error) {
      const [, messages] = /errors:\s*([^]*?)\s*If you wish to ignore/.exec((error as Error).message) ?? [];
      return messages;
    }
    return 'no failure';
  };

  test('an aspect that sets evaluation periods', () => {
    const stack = newStack();
    newEndpoint(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CloudwatchMetricAlarm) node.evaluationPeriods = 3;
      },
    });
    const messages = failure(stack)
      .split('\n')
      .map((line) => line.trim().slice(0, 120));
    expect(messages).toEqual([
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/ErrorsAlarm: window (2340 s) of this rollback ala',
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/LatencyAlarm: window (2340 s) of this rollback al',
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/PredictionShiftAlarm: window (2340 s) of this rol',
    ]);
  });

  test('an override of a raw argument', () => {
    const stack = newStack();
    newFunction(stack).deploymentGroup.addOverride('alarm_configuration.enabled', false);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [rollback-without-alarms] Diagnosis/Classifier/DeploymentGroup: rollback alarms (none): at ' +
        'least 1. name the alarms that watch the new release',
    );
  });

  test('an override of what a serverless variant provisions', () => {
    const stack = newStack();
    const endpoint = new ServerlessInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE });
    const config = endpoint.node.findChild('Config') as SagemakerEndpointConfiguration;
    config.addOverride('production_variants.0.serverless_config.provisioned_concurrency', 21);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [serverless-provisioned-above-maximum] Diagnosis/Classifier/Config: ProvisionedConcurrency (21) ' +
        'of variant live: at most MaxConcurrency (20). provision less, or allow more',
    );
  });

  test('a name for a model', () => {
    const stack = newStack();
    (newEndpoint(stack).node.findChild('Model') as SagemakerModel).name = 'diagnosis';
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [named-replaceable-resource] Diagnosis/Classifier/Model: ModelName ("diagnosis"): must not be ' +
        'set, because every change replaces this resource and the name is still taken. leave the name to the engine',
    );
  });

  test('an alarm that refers to its endpoint', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const { name } = endpoint.node.findChild('Resource') as SagemakerEndpoint;
    const metric = { ...endpoint.metricInvocations(), dimensions: { EndpointName: name, EndpointConfigName: 'x' } };
    endpoint.rollbackAlarms[0].putMetricQuery([{ id: 'n', metric }]);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [alarm-endpoint-cycle] Diagnosis/Classifier/ErrorsAlarm: dimension (a reference to ' +
        'Diagnosis/Classifier): must be a literal name, because the endpoint names this alarm and each would wait for the ' +
        'other. give the endpoint a literal name and write it in the dimension',
    );
  });

  test('an alarm that watches the old release too', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.rollbackAlarms[0].putMetricQuery([{ id: 'n', metric: fn.metricInvocations({ periodSeconds: 60 }) }]);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [alarm-watches-old-release] Diagnosis/Classifier/ErrorsAlarm: dimensions (FunctionName, Resource) ' +
        'of Invocations: must include ExecutedVersion, or the alarm watches the old release too. add the dimension ExecutedVersion',
    );
  });
});

describe('advice', () => {
  const warnings = (stack: TerraformStack) =>
    synth(stack)
      .messages.filter(({ level }) => level === 'warn')
      .map(({ text }) => text);

  test('is a warning that names the rule', () => {
    const stack = newStack();
    newFunction(stack, { expectedRequestsPerMinute: 6 });
    expect(warnings(stack)).toEqual([
      '[canary-cannot-see-collapse] Diagnosis/Classifier/PredictionShiftAlarm: rows on the canary while this alarm looks ' +
        '(about 7, at 6 requests per minute): a collapse to one class needs 41, so it is seen with a chance of only 0 % (at ' +
        'least 90 %). bake longer or give the canary more traffic',
    ]);
  });

  test('is given once, however often the app is synthesized', () => {
    const stack = newStack();
    newFunction(stack, { expectedRequestsPerMinute: 6, model: diagnosis('v2') });
    synth(stack);
    expect(warnings(stack)).toHaveLength(1);
  });
});
