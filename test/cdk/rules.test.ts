import { diagnosis, IMAGE, newEndpoint, newFunction, newStack, synth } from './support/synth';
import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Stack } from 'aws-cdk-lib/core';
import { Aspects, CfnResource, Validations } from 'aws-cdk-lib/core';
import { ServerlessInferenceEndpoint } from '@inference-constructs/cdk';

describe('rules see the finished tree', () => {
  const failure = (stack: Stack): string => {
    try {
      synth(stack);
    } catch (error) {
      return (error as Error).message.replace('Validation failed with the following errors:\n  ', '');
    }
    return 'no failure';
  };

  test('an override that lengthens an alarm', () => {
    const stack = newStack();
    const [errors] = newFunction(stack).rollbackAlarms;
    (errors.node.defaultChild as CfnAlarm).addPropertyOverride('Metrics.1.MetricStat.Period', 3600);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/ErrorsAlarm: window (3600 s) of this rollback ' +
        'alarm and 120 s until metrics arrive: at most the bake of Diagnosis/Classifier/DeploymentGroup (900 s). shorten ' +
        "the alarm's period or evaluation periods, or bake longer",
    );
  });

  test('an override of the type', () => {
    const stack = newStack();
    const other = new CfnResource(newEndpoint(stack), 'Other', { type: 'AWS::CloudFormation::WaitConditionHandle' });
    other.addOverride('Type', 'AWS::SageMaker::Model');
    other.addPropertyOverride('ModelName', 'other');
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [named-replaceable-resource] Diagnosis/Classifier/Other: ModelName ("other"): must not be set, ' +
        'because every change replaces this resource and the name is still taken. leave the name to the engine',
    );
  });

  test('an aspect that sets evaluation periods', () => {
    const stack = newStack();
    newEndpoint(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::CloudWatch::Alarm') {
          (node as CfnAlarm).evaluationPeriods = 3;
        }
      },
    });
    expect(
      failure(stack)
        .split('\n')
        .map((line) => line.trim().slice(0, 120)),
    ).toEqual([
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/ErrorsAlarm: window (2340 s) of this rollback ala',
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/LatencyAlarm: window (2340 s) of this rollback al',
      '[Diagnosis/Classifier] [canary-longer-than-alarm] Diagnosis/Classifier/PredictionShiftAlarm: window (2340 s) of this rol',
    ]);
  });

  test.each<[string, (stack: Stack) => void, string]>([
    [
      'a deployment group without alarms',
      (stack) => {
        const { deploymentGroup } = newFunction(stack);
        (deploymentGroup.node.defaultChild as CfnDeploymentGroup).addPropertyOverride('AlarmConfiguration.Alarms', []);
      },
      'Diagnosis/Classifier/DeploymentGroup',
    ],
    [
      'a deployment group that ignores its alarms',
      (stack) => {
        const { deploymentGroup } = newFunction(stack);
        (deploymentGroup.node.defaultChild as CfnDeploymentGroup).addPropertyOverride(
          'AlarmConfiguration.Enabled',
          false,
        );
      },
      'Diagnosis/Classifier/DeploymentGroup',
    ],
    [
      'an endpoint without alarms',
      (stack) => {
        const endpoint = newEndpoint(stack).node.findChild('Resource') as CfnEndpoint;
        endpoint.addPropertyDeletionOverride('DeploymentConfig.AutoRollbackConfiguration');
      },
      'Diagnosis/Classifier',
    ],
  ])('%s', (_, build, path) => {
    const stack = newStack();
    build(stack);
    expect(failure(stack)).toBe(
      `[Diagnosis/Classifier] [rollback-without-alarms] ${path}: rollback alarms (none): at least 1. name the alarms that ` +
        'watch the new release',
    );
  });

  test('a name for a model', () => {
    const stack = newStack();
    (newEndpoint(stack).node.findChild('Model') as CfnModel).modelName = 'diagnosis';
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [named-replaceable-resource] Diagnosis/Classifier/Model: ModelName ("diagnosis"): must not be ' +
        'set, because every change replaces this resource and the name is still taken. leave the name to the engine',
    );
  });

  test('what a construct adds to an environment counts too', () => {
    const stack = newStack();
    newFunction(stack, { environment: { MINE: 'x'.repeat(4090) } });
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [function-environment-invalid] Diagnosis/Classifier/Function: environment (4187 bytes of names ' +
        'and values): at most 4096 on Lambda. put it into a file of the model package, or into Parameter Store',
    );
  });

  test('an override of what a serverless variant provisions', () => {
    const stack = newStack();
    const endpoint = new ServerlessInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE });
    const config = endpoint.node.findChild('Config') as CfnEndpointConfig;
    config.addPropertyOverride('ProductionVariants.0.ServerlessConfig.ProvisionedConcurrency', 21);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [serverless-provisioned-above-maximum] Diagnosis/Classifier/Config: ProvisionedConcurrency (21) ' +
        'of variant live: at most MaxConcurrency (20). provision less, or allow more',
    );
  });

  test('an alarm that refers to its endpoint', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const { attrEndpointName } = endpoint.node.findChild('Resource') as CfnEndpoint;
    const alarm = endpoint.rollbackAlarms[0].node.defaultChild as CfnAlarm;
    alarm.addPropertyOverride('Metrics.1.MetricStat.Metric.Dimensions.1.Value', attrEndpointName);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [alarm-endpoint-cycle] Diagnosis/Classifier/ErrorsAlarm: dimension (a reference to ' +
        'Diagnosis/Classifier): must be a literal name, because the endpoint names this alarm and each would wait for the ' +
        'other. give the endpoint a literal name and write it in the dimension',
    );
  });

  test('an alarm that watches the old release too', () => {
    const stack = newStack();
    const [errors] = newFunction(stack).rollbackAlarms;
    (errors.node.defaultChild as CfnAlarm).addPropertyOverride('Metrics.1.MetricStat.Metric.Dimensions', [
      { Name: 'FunctionName', Value: 'classifier' },
    ]);
    expect(failure(stack)).toBe(
      '[Diagnosis/Classifier] [alarm-watches-old-release] Diagnosis/Classifier/ErrorsAlarm: dimensions (FunctionName) of ' +
        'Invocations: must include ExecutedVersion, or the alarm watches the old release too. add the dimension ExecutedVersion',
    );
  });
});

describe('advice', () => {
  const warnings = (stack: Stack) =>
    synth(stack)
      .messages.filter(({ level }) => level === 'warning')
      .map(({ text }) => text);

  test('is a warning under the id of the rule', () => {
    const stack = newStack();
    newFunction(stack, { expectedRequestsPerMinute: 6 });
    expect(warnings(stack)).toEqual([
      '[canary-cannot-see-collapse] Diagnosis/Classifier/PredictionShiftAlarm: rows on the canary while this alarm looks ' +
        '(about 7, at 6 requests per minute): a collapse to one class needs 41, so it is seen with a chance of only 0 % (at ' +
        'least 90 %). bake longer or give the canary more traffic [ack: Annotation::canary-cannot-see-collapse]',
    ]);
  });

  test('can be acknowledged', () => {
    const stack = newStack();
    newFunction(stack, { expectedRequestsPerMinute: 6 });
    Validations.of(stack).acknowledge({ id: 'canary-cannot-see-collapse', reason: 'a pilot' });
    expect(warnings(stack)).toEqual([]);
  });

  test('is given once, however often the app is synthesized', () => {
    const stack = newStack();
    newFunction(stack, { expectedRequestsPerMinute: 6, model: diagnosis('v2') });
    synth(stack);
    expect(warnings(stack)).toHaveLength(1);
  });
});
