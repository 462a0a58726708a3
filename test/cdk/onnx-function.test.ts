import { layerZip } from './support/assets';
import {
  diagnosis,
  functionTemplate,
  idsOf,
  LAYER_ARN,
  models,
  newFunction,
  newStack,
  only,
  outdir,
  synth,
} from './support/synth';
import type { Synthesized } from './support/synth';
import { packageWith } from './support/packages';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Duration, Stack, Tags } from 'aws-cdk-lib/core';
import type { OnnxFunctionProps } from '@inference-constructs/cdk';
import { OnnxFunction, Rollout } from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import type * as LayerZip from '../../constructs/cdk/src/serving/layer-zip';

const ALARM = 'AWS::CloudWatch::Alarm';

const code = (synthesized: Synthesized) =>
  only(synthesized, 'AWS::Lambda::Function').Properties.Code as { S3Key: string };
const folder = (synthesized: Synthesized) => join(outdir, `asset.${code(synthesized).S3Key.replace('.zip', '')}`);

describe('what is deployed', () => {
  test('is the handler with the model package beside it, as plain files', () => {
    const asset = folder(functionTemplate());
    expect(readdirSync(asset).sort()).toEqual(['index.mjs', 'model']);
    for (const file of ['golden.jsonl', 'model.json', 'model.onnx']) {
      expect(readFileSync(join(asset, 'model', file))).toEqual(readFileSync(join(models, 'v1', file)));
    }
  });

  test('can be read by anyone, whoever synthesizes', () => {
    const umask = process.umask(0o077);
    const asset = folder(functionTemplate({ model: diagnosis('v3') }));
    process.umask(umask);
    const mode = (path: string) => (statSync(join(asset, path)).mode & 0o777).toString(8);
    expect(['index.mjs', 'model', 'model/model.onnx'].map(mode)).toEqual(['644', '755', '644']);
  });

  test('has the same hash wherever the package lies', () => {
    const elsewhere = join(outdir, '..', 'elsewhere');
    cpSync(join(models, 'v1'), elsewhere, { recursive: true });
    const moved = functionTemplate({ model: ModelPackage.fromDirectory(elsewhere) });
    expect(code(moved)).toEqual(code(functionTemplate()));
  });

  test('has another hash for another model', () => {
    expect(code(functionTemplate({ model: diagnosis('v2') }))).not.toEqual(code(functionTemplate()));
  });
});

describe('a release', () => {
  const lasting = functionTemplate();
  const release = (synthesized: Synthesized) => [
    ...idsOf(synthesized, 'AWS::Lambda::Version'),
    ...idsOf(synthesized, ALARM),
  ];
  const others = (synthesized: Synthesized) =>
    Object.keys(synthesized.resources).filter((id) => !release(synthesized).includes(id));

  test.each<[string, Partial<OnnxFunctionProps>]>([
    ['another model', { model: diagnosis('v2') }],
    ['more memory', { memorySize: 1024 }],
    ['another timeout', { timeout: Duration.seconds(10) }],
    ['an environment variable', { environment: { LOG_LEVEL: 'debug' } }],
  ])('comes with %s: version and alarms are new, the rest stays', (_, props) => {
    const changed = functionTemplate(props);
    expect(release(changed)).toHaveLength(4);
    expect(release(changed).filter((id) => release(lasting).includes(id))).toEqual([]);
    expect(others(changed)).toEqual(others(lasting));
  });

  test.each<[string, Partial<OnnxFunctionProps>]>([
    ['nothing changes', {}],
    ['the rollout changes', { rollout: Rollout.canary({ percent: 5, bake: Duration.minutes(30) }) }],
    ['the latency limit changes', { latencyLimit: Duration.millis(200) }],
    ['the expected traffic changes', { expectedRequestsPerMinute: 1000 }],
  ])('does not come when %s', (_, props) => {
    expect(release(functionTemplate(props))).toEqual(release(lasting));
  });

  test('comes with an override of the function', () => {
    const stack = newStack();
    const { function: fn } = newFunction(stack);
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('MemorySize', 2048);
    const changed = synth(stack);
    expect(release(changed).filter((id) => release(lasting).includes(id))).toEqual([]);
  });

  test('comes with another onnxruntime in the layer', () => {
    const before = functionTemplate({ onnxruntimeLayer: undefined });
    writeFileSync(layerZip, 'another zip');
    const after = functionTemplate({ onnxruntimeLayer: undefined });
    expect(release(after).filter((id) => release(before).includes(id))).toEqual([]);
  });

  test('leaves old versions in place, but none of a deployment that failed', () => {
    expect(only(lasting, 'AWS::Lambda::Version')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is rolled out by CodeDeploy', () => {
    const [application] = idsOf(lasting, 'AWS::CodeDeploy::Application');
    const [group] = idsOf(lasting, 'AWS::CodeDeploy::DeploymentGroup');
    expect(only(lasting, 'AWS::Lambda::Alias').UpdatePolicy).toEqual({
      CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: application }, DeploymentGroupName: { Ref: group } },
    });
  });
});

describe('rollout', () => {
  const configName = (rollout?: Rollout) =>
    only(functionTemplate({ rollout }), 'AWS::CodeDeploy::DeploymentGroup').Properties.DeploymentConfigName;

  test.each([
    ['by default', undefined, 'CodeDeployDefault.LambdaCanary10Percent15Minutes'],
    [
      '5 minutes',
      Rollout.canary({ percent: 10, bake: Duration.minutes(5) }),
      'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    ],
    ['all at once', Rollout.allAtOnce(), 'CodeDeployDefault.LambdaAllAtOnce'],
    ['all at once, baked', Rollout.allAtOnce({ bake: Duration.minutes(5) }), 'CodeDeployDefault.LambdaAllAtOnce'],
  ])('%s', (_, rollout, expected) => {
    expect(configName(rollout)).toBe(expected);
  });

  test('the alarms look back over the bake', () => {
    const rollout = Rollout.allAtOnce({ bake: Duration.minutes(60) });
    const { graph } = functionTemplate({ rollout });
    const [{ properties }] = graph.ofType(ALARM);
    expect((properties.Metrics as { MetricStat?: { Period: number } }[])[1].MetricStat?.Period).toBe(3480);
  });
});

describe('onnxruntime layer', () => {
  test('is one per stack and architecture', () => {
    const stack = newStack();
    new OnnxFunction(stack, 'A', { model: diagnosis() });
    new OnnxFunction(stack, 'B', { model: diagnosis() });
    new OnnxFunction(stack, 'C', { model: diagnosis(), architecture: Architecture.ARM_64 });
    const synthesized = synth(stack);
    const [x64, arm64] = idsOf(synthesized, 'AWS::Lambda::LayerVersion');
    const layers = synthesized.graph.ofType('AWS::Lambda::Function').map(({ properties }) => properties.Layers);
    expect(layers).toEqual([[`@{${x64}.Ref}`], [`@{${x64}.Ref}`], [`@{${arm64}.Ref}`]]);
    expect(synthesized.resources[arm64].Properties).toMatchObject({
      CompatibleArchitectures: ['arm64'],
      CompatibleRuntimes: ['nodejs22.x'],
      Description: 'onnxruntime-node 1.30.0 for arm64',
    });
  });

  test('can be any other', () => {
    expect(only(functionTemplate(), 'AWS::Lambda::Function').Properties.Layers).toEqual([LAYER_ARN]);
  });

  const { layerZip: find } = jest.requireActual<typeof LayerZip>('../../constructs/cdk/src/serving/layer-zip');

  test.each([
    ['x86_64', '@inference-constructs/onnx-layer-linux-x64/layer.zip'],
    ['arm64', '@inference-constructs/onnx-layer-linux-arm64/layer.zip'],
  ] as const)('comes from the npm package for %s', (architecture, expected) => {
    expect(find(architecture, (request) => request)).toBe(expected);
  });

  test('says what to install', () => {
    const resolve = () => {
      throw new Error('MODULE_NOT_FOUND');
    };
    expect(() => find('arm64', resolve)).toThrow(
      'onnxruntime layer for arm64 (@inference-constructs/onnx-layer-linux-arm64): not installed. ' +
        'run "npm install @inference-constructs/onnx-layer-linux-arm64", or pass onnxruntimeLayer',
    );
  });
});

describe('a model', () => {
  test('with a fallback carries it in its code, and its answers roll a release back', () => {
    const fallback = { model: 'simple' };
    const { directory } = packageWith('fallback', (manifest) => ({ ...manifest, fallback }));
    cpSync(join(models, 'v1'), join(directory, 'simple'), { recursive: true });
    const synthesized = functionTemplate({ model: ModelPackage.fromDirectory(directory) });
    expect(synthesized.graph.ofType(ALARM).map(({ path }) => path)).toContain(
      'Diagnosis/Classifier/FallbackAlarm/Resource',
    );
    expect(readFileSync(join(folder(synthesized), 'model', 'simple', 'model.onnx'))).toEqual(
      readFileSync(join(models, 'v1', 'model.onnx')),
    );
  });

  test('without classes has no prediction-shift alarm, and synth says so', () => {
    const model = packageWith('regression', (manifest) => ({ ...manifest, classes: undefined, heldOut: undefined }));
    const synthesized = functionTemplate({ model });
    expect(synthesized.graph.ofType(ALARM).map(({ path }) => path)).toEqual([
      'Diagnosis/Classifier/ErrorsAlarm/Resource',
      'Diagnosis/Classifier/LatencyAlarm/Resource',
    ]);
    expect(synthesized.messages).toEqual([
      {
        level: 'info',
        text:
          'no prediction-shift alarm: model.json of diagnosis has no classes with heldOut.predictedRates, so a release ' +
          'that answers wrongly is not noticed [ack: @inference-constructs/cdk:no-prediction-shift-alarm]',
      },
    ]);
  });

  test('too big for the default memory gets more', () => {
    const big = packageWith('big', (manifest) => manifest, 200 * 1024 * 1024);
    expect(only(functionTemplate({ model: big }), 'AWS::Lambda::Function').Properties.MemorySize).toBe(896);
  });
});

describe('access', () => {
  test('to invoke is to the alias only', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.grantInvoke(new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }));
    const synthesized = synth(stack);
    const [alias] = idsOf(synthesized, 'AWS::Lambda::Alias');
    expect(only(synthesized, 'AWS::IAM::Policy').Properties.PolicyDocument).toMatchObject({
      Statement: [{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { Ref: alias } }],
    });
  });

  test('of the function can be extended', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.role.addManagedPolicy({ managedPolicyArn: 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess' } as never);
    const role = synth(stack).graph.resources.find(({ path }) => path === 'Diagnosis/Classifier/Role/Resource');
    expect(role?.properties.ManagedPolicyArns).toEqual(['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess']);
  });
});

describe('metrics', () => {
  const stack = newStack();
  const fn = newFunction(stack);
  const [functionName] = [stack.resolve(fn.function.functionName)];
  const model = { name: 'ModelDigest', value: diagnosis().digest };

  test.each([
    [
      'metricPredictions',
      'InferenceConstructs',
      'Predictions',
      'Sum',
      [{ name: 'FunctionName', value: functionName }, model],
    ],
    [
      'metricPositive',
      'InferenceConstructs',
      'Positive',
      'Sum',
      [{ name: 'FunctionName', value: functionName }, model],
    ],
  ] as const)('%s', (method, namespace, metricName, statistic, dimensions) => {
    expect(stack.resolve(fn[method]().toMetricConfig().metricStat)).toMatchObject({
      namespace,
      metricName,
      statistic,
      dimensions,
    });
  });

  test.each([
    ['metricInvocations', 'Invocations', 'Sum'],
    ['metricErrors', 'Errors', 'Sum'],
    ['metricDuration', 'Duration', 'Average'],
  ] as const)('%s is that of the alias', (method, metricName, statistic) => {
    const config = fn[method]().toMetricConfig().metricStat;
    expect(config).toMatchObject({ namespace: 'AWS/Lambda', metricName, statistic });
    expect(config?.dimensions?.map(({ name }) => name)).toEqual(['FunctionName', 'Resource']);
  });

  test('take options', () => {
    expect(fn.metricPredictions({ period: Duration.hours(1) }).period.toHours()).toBe(1);
  });
});

test('tags reach the function', () => {
  const stack = new Stack(newStack().node.root, 'Regional', {
    env: { account: '123456789012', region: 'eu-central-1' },
  });
  Tags.of(stack).add('team', 'triage');
  newFunction(stack);
  const synthesized = synth(stack);
  expect(only(synthesized, 'AWS::Lambda::Function').Properties.Tags).toEqual([{ Key: 'team', Value: 'triage' }]);
});
