import { join } from 'node:path';
import { App, CfnOutput, DefaultStackSynthesizer, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib/core';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Alias, Architecture, Code, Function as LambdaFunction, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { temporaryFolder } from '../support/assembly';

const folder = temporaryFolder();
const handler = join(__dirname, '..', '..', 'fixtures', 'assembly', 'handler');

/** A stage of two stacks: layer and one alarm are shared, the other alarm lies in a nested stack. */
function synthesized(): string {
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const stage = new Stage(app, 'Prod', { env: { account: '210987654321', region: 'eu-central-1' } });
  const synthesizer = () => new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const service = new Stack(stage, 'Service', { synthesizer: synthesizer() });
  const shared = new Stack(stage, 'Shared', { synthesizer: synthesizer() });
  const layer = new LayerVersion(shared, 'Layer', { code: Code.fromAsset(handler) });
  const queue = new LambdaFunction(shared, 'Other', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('0'),
  });
  const sharedAlarm = new Alarm(shared, 'Alarm', { metric: queue.metricErrors(), threshold: 1, evaluationPeriods: 1 });
  new CfnOutput(shared, 'Table', { value: 'results', exportName: 'shared-table' });

  const fn = new LambdaFunction(service, 'Fn', {
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(handler),
    layers: [layer],
    environment: { OTHER: queue.functionName, TABLE: Fn.importValue('shared-table') },
  });
  const nested = new NestedStack(service, 'Watch');
  const nestedAlarm = new Alarm(nested, 'Alarm', { metric: fn.metricErrors(), threshold: 1, evaluationPeriods: 1 });
  const alias = new Alias(service, 'Alias', { aliasName: 'live', version: fn.currentVersion });
  new LambdaDeploymentGroup(service, 'Group', {
    alias,
    alarms: [sharedAlarm, nestedAlarm],
    deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  });
  app.synth();
  return join(folder, 'cdk.out');
}

const assembly = new SynthesizedOutputReader().read(synthesized(), '1');
const [fn] = assembly.functions;

test('stacks come in the order of their deployment, nested ones after their parents', () => {
  expect(assembly.stacks.map(({ stack }) => stack.name)).toEqual([
    'Prod-Shared',
    'Prod-Service',
    expect.stringMatching(/^Prod-Service-WatchNestedStack/),
  ]);
});

test('the function is played with the alarms of both other templates', () => {
  expect(assembly.functions).toHaveLength(1);
  expect(fn.alarms.map(({ path }) => path)).toEqual(['Prod/Shared/Alarm', 'Prod/Service/Watch/Alarm']);
  expect(assembly.notPlayed.filter(({ type }) => type === 'AWS::CloudWatch::Alarm')).toEqual([]);
});

test('an alarm of the nested stack watches the function of its parent', () => {
  expect(fn.alarms[1].properties.Dimensions).toEqual([{ Name: 'FunctionName', Value: fn.version.functionName }]);
});

test('a layer of another stack is the asset of the assembly', () => {
  expect(fn.version.layers).toEqual([{ asset: expect.objectContaining({ isZip: false }) }]);
});

test('what another stack exports is known, the region is that of the stage', () => {
  expect(fn.version.environment).toEqual({ TABLE: 'results', OTHER: expect.stringMatching(/^Prod-Shared-Other/) });
  expect(fn.version).toMatchObject({ region: 'eu-central-1', account: '210987654321', unresolved: [] });
});

test('nothing refers to what is not there', () => {
  expect(assembly.notPlayed.filter(({ reason }) => reason.includes('is not there'))).toEqual([]);
});
