import { diagnosis, functionJson, LAYER_ARN, models, newFunction, newStack, only, synth } from './support/synth';
import type { Synthesized } from './support/synth';
import { packageWith } from './support/packages';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { OnnxFunction, Rollout } from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';
import { resolveTokens } from '../../constructs/cdktf/src/render/resolve';

const ALARM = 'AWS::CloudWatch::Alarm';
const canary = (percent: number) => Rollout.canary({ percent, bakeMinutes: 7 });
const addressOf = ({ json }: Synthesized, type: string) => `${type}.${Object.keys(json.resource[type])[0]}`;

const zipOf = (synthesized: Synthesized) => {
  const { filename, source_code_hash: hash } = only(synthesized, 'aws_lambda_function');
  return { bytes: readFileSync(join(synthesized.directory, String(filename))), filename, hash };
};

describe('what is deployed', () => {
  test('is the handler with the model package beside it', () => {
    const files = unzipSync(new Uint8Array(zipOf(functionJson()).bytes));
    expect(Object.keys(files)).toEqual(['index.mjs', 'model/golden.jsonl', 'model/model.json', 'model/model.onnx']);
    expect(Buffer.from(files['model/model.onnx'])).toEqual(readFileSync(join(diagnosis().directory, 'model.onnx')));
  });

  test('has the hash that Lambda reports', () => {
    const { bytes, hash } = zipOf(functionJson());
    expect(hash).toBe(createHash('sha256').update(bytes).digest('base64'));
  });

  test('lies where nothing tells on which machine it was made', () => {
    expect(zipOf(functionJson()).filename).toMatch(/^assets\/Classifier_Code_[0-9A-F]{8}\/[0-9a-f]{32}\/code\.zip$/);
  });

  test('is another for another model', () => {
    expect(zipOf(functionJson({ model: diagnosis('v2') })).hash).not.toBe(zipOf(functionJson()).hash);
  });
});

describe('a release', () => {
  const synthesized = functionJson();
  const version = `\${${addressOf(synthesized, 'aws_lambda_function')}.version}`;

  test('is a version, which the function publishes', () => {
    expect(only(synthesized, 'aws_lambda_function').publish).toBe(true);
  });

  test('brings new alarms: their names end in the version', () => {
    const alarms = Object.values(synthesized.json.resource.aws_cloudwatch_metric_alarm);
    expect(alarms.map((alarm) => String(alarm.alarm_name).replace(/-[0-9a-f]{8}-/, '-'))).toEqual([
      `Diagnosis-Classifier-ErrorsAlarm-${version}`,
      `Diagnosis-Classifier-LatencyAlarm-${version}`,
      `Diagnosis-Classifier-PredictionShiftAlarm-${version}`,
    ]);
  });

  test('leaves the alias to CodeDeploy', () => {
    expect(only(synthesized, 'aws_lambda_alias')).toMatchObject({
      function_version: version,
      lifecycle: { ignore_changes: ['function_version', 'routing_config'] },
      name: 'live',
    });
  });

  test('with another canary has a deployment configuration of another name', () => {
    const nameOf = (percent: number) =>
      only(functionJson({ rollout: canary(percent) }), 'aws_codedeploy_deployment_config').deployment_config_name;
    expect(nameOf(20)).not.toBe(nameOf(30));
    expect(nameOf(20)).toBe(nameOf(20));
  });
});

test('what must exist first is waited for', () => {
  const synthesized = functionJson();
  expect(only(synthesized, 'aws_lambda_function').depends_on).toEqual([addressOf(synthesized, 'aws_iam_role_policy')]);
});

test('names stay within the limits of AWS, however deep the construct', () => {
  const stack = newStack('A'.repeat(80));
  new OnnxFunction(stack, 'B'.repeat(120), { model: diagnosis(), rollout: canary(20) });
  const { json } = synth(stack);
  const limits: Record<string, [string, number]> = {
    aws_lambda_function: ['function_name', 64],
    aws_lambda_layer_version: ['layer_name', 64],
    aws_cloudwatch_log_group: ['name', 512],
    aws_codedeploy_app: ['name', 100],
    aws_codedeploy_deployment_config: ['deployment_config_name', 100],
    aws_codedeploy_deployment_group: ['deployment_group_name', 100],
    aws_iam_role: ['name_prefix', 38],
  };
  for (const [type, [argument, limit]] of Object.entries(limits)) {
    for (const resource of Object.values(json.resource[type])) {
      const name = String(resource[argument]);
      expect([type, name.length <= limit, name]).toEqual([type, true, name]);
    }
  }
  for (const { alarm_name: name } of Object.values(json.resource.aws_cloudwatch_metric_alarm)) {
    // A version number has at most as many digits as fit.
    expect(String(name).replace(/\$\{.*\}/, '1234567890').length).toBeLessThanOrEqual(255);
  }
});

describe('onnxruntime layer', () => {
  test('is one per stack and architecture', () => {
    const stack = newStack();
    new OnnxFunction(stack, 'A', { model: diagnosis() });
    new OnnxFunction(stack, 'B', { model: diagnosis() });
    new OnnxFunction(stack, 'C', { model: diagnosis(), architecture: 'arm64' });
    const synthesized = synth(stack);
    const layers = synthesized.graph
      .ofType('AWS::Lambda::Function')
      .flatMap(({ properties }) => [properties.Layers ?? []].filter((list) => (list as unknown[]).length > 0));
    expect(layers).toEqual([
      ['@{aws_lambda_layer_version.OnnxruntimeLayerX64.Ref}'],
      ['@{aws_lambda_layer_version.OnnxruntimeLayerX64.Ref}'],
      ['@{aws_lambda_layer_version.OnnxruntimeLayerArm64.Ref}'],
    ]);
    expect(synthesized.json.resource.aws_lambda_layer_version.OnnxruntimeLayerArm64).toMatchObject({
      compatible_architectures: ['arm64'],
      compatible_runtimes: ['nodejs22.x'],
      description: 'onnxruntime-node 1.30.0 for arm64',
      filename: expect.stringMatching(/^assets\/OnnxruntimeLayerArm64Zip\/[0-9a-f]{32}\/layer\.zip$/) as string,
      source_code_hash: createHash('sha256').update('zip').digest('base64'),
    });
  });

  test('can be any other', () => {
    expect(only(functionJson(), 'aws_lambda_function').layers).toEqual([LAYER_ARN]);
  });
});

describe('a model', () => {
  test('with a fallback carries it in its code, and its answers roll a release back', () => {
    const fallback = { model: 'simple' };
    const { directory } = packageWith('fallback', (manifest) => ({ ...manifest, fallback }));
    cpSync(join(models, 'v1'), join(directory, 'simple'), { recursive: true });
    const synthesized = functionJson({ model: ModelPackage.fromDirectory(directory) });
    expect(synthesized.graph.ofType(ALARM).map(({ path }) => path)).toContain('Diagnosis/Classifier/FallbackAlarm');
    expect(Buffer.from(unzipSync(new Uint8Array(zipOf(synthesized).bytes))['model/simple/model.onnx'])).toEqual(
      readFileSync(join(models, 'v1', 'model.onnx')),
    );
  });

  test('without classes has no prediction-shift alarm, and synth says so', () => {
    const model = packageWith('regression', (manifest) => ({ ...manifest, classes: undefined, heldOut: undefined }));
    const synthesized = functionJson({ model });
    expect(synthesized.graph.ofType(ALARM).map(({ path }) => path)).toEqual([
      'Diagnosis/Classifier/ErrorsAlarm',
      'Diagnosis/Classifier/LatencyAlarm',
    ]);
    expect(synthesized.messages).toEqual([
      {
        level: 'info',
        text:
          'no prediction-shift alarm: model.json of diagnosis has no classes with heldOut.predictedRates, so a release ' +
          'that answers wrongly is not noticed',
      },
    ]);
  });

  test('that is watched is annotated for whoever reads the JSON', () => {
    const comment = functionJson({ expectedRequestsPerMinute: 60 }).graph.ofType(ALARM)[2].attributes;
    expect(comment?.InferenceConstructs).toEqual({
      kind: 'prediction-shift',
      heldOutRows: 143,
      rates: { malignant: 0.336841, benign: 0.663159 },
      expectedRequestsPerMinute: 60,
    });
  });
});

describe('access', () => {
  test('to invoke is to the alias only, and asking twice changes nothing', () => {
    const stack = newStack();
    const caller = new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' });
    const fn = newFunction(stack);
    expect(fn.grantInvoke(caller)).toBe(fn.grantInvoke(caller));
    const synthesized = synth(stack);
    const granted = synthesized.graph
      .ofType('AWS::IAM::RolePolicy')
      .filter(({ properties }) => properties.RoleName === '@{aws_iam_role.Caller.Ref}');
    expect(granted.map(({ properties }) => properties.PolicyDocument)).toEqual([
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['lambda:InvokeFunction'],
            Resource: `@{${addressOf(synthesized, 'aws_lambda_alias')}.Ref}`,
          },
        ],
      },
    ]);
  });
});

describe('metrics', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  const functionName = '${aws_lambda_function.Classifier_Function_CE74C390.function_name}';

  test.each([
    ['metricInvocations', 'Invocations', 'Sum'],
    ['metricErrors', 'Errors', 'Sum'],
    ['metricDuration', 'Duration', 'Average'],
  ] as const)('%s is that of the alias', (method, metricName, stat) => {
    expect(resolveTokens(stack, fn[method]())).toEqual({
      namespace: 'AWS/Lambda',
      metricName,
      stat,
      period: 300,
      dimensions: { FunctionName: functionName, Resource: `${functionName}:live` },
    });
  });

  test.each([
    ['metricPredictions', 'Predictions'],
    ['metricPositive', 'Positive'],
  ] as const)('%s is that of the model package', (method, metricName) => {
    expect(resolveTokens(stack, fn[method]())).toEqual({
      namespace: 'InferenceConstructs',
      metricName,
      stat: 'Sum',
      period: 300,
      dimensions: { FunctionName: functionName, ModelDigest: diagnosis().digest },
    });
  });

  test('take options', () => {
    expect(fn.metricDuration({ periodSeconds: 60, statistic: 'p99' })).toMatchObject({ period: 60, stat: 'p99' });
  });
});
