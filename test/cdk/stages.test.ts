// First: it stands in for what the constructs read.
import { directory } from './support/assets';
import { diagnosis, models, outdir } from './support/synth';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnResource } from 'aws-cdk-lib/core';
import { App, RemovalPolicies, Stack, Stage, Tags } from 'aws-cdk-lib/core';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { ForecastScaling, InferenceEndpoint, OnnxFunction, Rollout } from '@inference-constructs/cdk';
import { InferenceTemplate } from '@inference-constructs/cdk/testing';
import { ModelLock } from '@inference-constructs/core';
import type { ModelPackage } from '@inference-constructs/core';
import { lockCommand } from '@inference-constructs/rehearsal/lock/lock-command';

const TOOLS = { account: '333333333333', region: 'eu-west-1' };
const DEV = { account: '111111111111', region: 'eu-west-1' };
const PROD = { account: '222222222222', region: 'eu-central-1' };

const folder = join(directory, 'app');
mkdirSync(join(folder, 'models'), { recursive: true });
cpSync(join(models, 'v1'), join(folder, 'models', 'v1'), { recursive: true });
const file = join(folder, 'model.lock.json');
lockCommand({ directories: [join(folder, 'models', 'v1')], lock: file });
const pinned = () => ModelLock.fromFile(file).model('diagnosis');

const newApp = () => new App({ outdir, treeMetadata: false, analyticsReporting: false });

interface Size {
  readonly instanceCount: number;
  readonly provisionedConcurrency?: number;
}

/** A function and an endpoint, as an app would have them. */
class Serving extends Stage {
  readonly stack: Stack;

  constructor(scope: Construct, id: string, env: typeof DEV, size: Size, model: ModelPackage) {
    super(scope, id, { env });
    this.stack = new Stack(this, 'Diagnosis');
    const { provisionedConcurrency, instanceCount } = size;
    new OnnxFunction(this.stack, 'Function', { model, provisionedConcurrency });
    const endpoint = new InferenceEndpoint(this.stack, 'Endpoint', { model, instanceCount });
    const scaling = endpoint.autoScaleInstanceCount({ minCapacity: instanceCount, maxCapacity: 2 * instanceCount });
    scaling.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 100 * instanceCount });
  }
}

const DEV_SIZE = { instanceCount: 2 };
const PROD_SIZE = { instanceCount: 8, provisionedConcurrency: 10 };

function stages(change: { prod?: ModelPackage; edit?: (stack: Stack) => void } = {}) {
  const app = newApp();
  const model = pinned();
  const dev = new Serving(app, 'Dev', DEV, DEV_SIZE, model);
  const prod = new Serving(app, 'Prod', PROD, PROD_SIZE, change.prod ?? model);
  change.edit?.(prod.stack);
  return { dev: InferenceTemplate.fromStack(dev.stack), prod: InferenceTemplate.fromStack(prod.stack), app };
}

test('stages made from one lock differ in their environment only', () => {
  const { dev, prod } = stages();
  dev.differsInEnvironmentOnly(prod);
  prod.differsInEnvironmentOnly(dev);
});

/** An endpoint that is rolled out batch by batch, and whose capacity follows a forecast. */
function forecast(headroomPercent: number, env: typeof DEV, instanceCount: number) {
  const stack = new Stack(new Stage(newApp(), 'Stage', { env }), 'Diagnosis');
  const endpoint = new InferenceEndpoint(stack, 'Endpoint', {
    model: pinned(),
    instanceCount,
    rollout: Rollout.rolling({ percent: 30 }),
  });
  const scaling = endpoint.autoScaleInstanceCount({ minCapacity: instanceCount, maxCapacity: 2 * instanceCount });
  const targetInvocationsPerMinute = 100 * instanceCount;
  new ForecastScaling(stack, 'Forecast', { scaling, targetInvocationsPerMinute, headroomPercent });
  return InferenceTemplate.fromStack(stack);
}

test('what follows from the number of instances is of the environment: a timeout, and what a forecast is told', () => {
  forecast(20, DEV, 5).differsInEnvironmentOnly(forecast(20, PROD, 10));
});

test('another setting of a forecast is told', () => {
  const [dev, prod] = [forecast(20, DEV, 5), forecast(30, PROD, 10)];
  expect(() => dev.differsInEnvironmentOnly(prod)).toThrow(
    '(1): must be none\n  Forecast/Function AWS::Lambda::Function: Environment.Variables.INFERENCE_FORECAST.headroomPercent (20): 30 in the other',
  );
});

test('tags and what stays when a stage goes are of the environment', () => {
  const { dev, prod } = stages({
    edit: (stack) => {
      Tags.of(stack).add('environment', 'prod');
      RemovalPolicies.of(stack).retain();
    },
  });
  dev.differsInEnvironmentOnly(prod);
});

test.each<[string, Parameters<typeof stages>[0], string]>([
  [
    'another model',
    { prod: diagnosis('v2') },
    `Endpoint/Model AWS::SageMaker::Model: PrimaryContainer.Environment.INFERENCE_MODEL_DIGEST ("${pinned().digest}"): "${diagnosis('v2').digest}" in the other`,
  ],
  [
    'a setting',
    {
      edit: (stack) =>
        (stack.node.findChild('Endpoint').node.findChild('Model') as CfnResource).addPropertyOverride(
          'PrimaryContainer.Environment.LOG_LEVEL',
          'debug',
        ),
    },
    'Endpoint/Model AWS::SageMaker::Model: PrimaryContainer.Environment.LOG_LEVEL (none): "debug" in the other',
  ],
  [
    'a resource',
    { edit: (stack) => new Bucket(stack, 'Bucket') },
    '(1): must be none\n  Bucket AWS::S3::Bucket (none): there in the other',
  ],
  [
    'a function',
    {
      edit: (stack) => new OnnxFunction(stack, 'Second', { model: pinned(), rollout: Rollout.ALL_AT_ONCE }),
    },
    'Second/Function AWS::Lambda::Function (none): there in the other',
  ],
])('%s is told', (_, change, line) => {
  const { dev, prod } = stages(change);
  expect(() => dev.differsInEnvironmentOnly(prod)).toThrow(line);
});

test('files that are not those of the lock stop the synth', () => {
  const other = join(directory, 'changed');
  mkdirSync(join(other, 'models'), { recursive: true });
  cpSync(join(models, 'v1'), join(other, 'models', 'v1'), { recursive: true });
  const lock = join(other, 'model.lock.json');
  lockCommand({ directories: [join(other, 'models', 'v1')], lock });
  writeFileSync(join(other, 'models', 'v1', 'note.txt'), 'changed');
  const app = newApp();
  const make = () => new Serving(app, 'Dev', DEV, DEV_SIZE, ModelLock.fromFile(lock).model('diagnosis'));
  expect(make).toThrow(
    /^Dev\/Diagnosis\/Function: model \(diagnosis 1\.0\.0, sha256:.*pins diagnosis 1\.0\.0, sha256:/,
  );
});

test('a pipeline deploys one model to both accounts: each has its assets published to it', () => {
  const app = newApp();
  const stack = new Stack(app, 'Pipeline', { env: TOOLS });
  const pipeline = new CodePipeline(stack, 'Pipeline', {
    crossAccountKeys: true,
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.s3(Bucket.fromBucketName(stack, 'Source', 'source'), 'source.zip'),
      commands: ['npm ci', 'npx cdk synth'],
    }),
  });
  const model = pinned();
  const [dev, prod] = [
    new Serving(stack, 'Dev', DEV, DEV_SIZE, model),
    new Serving(stack, 'Prod', PROD, PROD_SIZE, model),
  ];
  pipeline.addStage(dev);
  pipeline.addStage(prod);
  const assembly = app.synth();
  expect(assembly.getNestedAssembly('assembly-Pipeline-Dev').stacks).toHaveLength(1);
  InferenceTemplate.fromStack(dev.stack).differsInEnvironmentOnly(InferenceTemplate.fromStack(prod.stack));
  const published = [dev, prod].map((stage) => archiveOf(stage));
  expect(published[0].url.replace('111111111111-eu-west-1', '222222222222-eu-central-1')).toBe(published[1].url);
  expect(published.map(({ resource }) => resource)).toEqual([
    expect.stringMatching(/:s3:::cdk-hnb659fds-assets-111111111111-eu-west-1\/[0-9a-f]{64}\.gz$/),
    expect.stringMatching(/:s3:::cdk-hnb659fds-assets-222222222222-eu-central-1\/[0-9a-f]{64}\.gz$/),
  ]);
});

/** Where an endpoint fetches its model, and what its role may fetch. */
function archiveOf({ stack }: Serving) {
  const find = (path: string) =>
    stack.resolve((stack.node.findChild('Endpoint').node.findChild(path) as CfnResource)._toCloudFormation()) as {
      Resources: Record<string, { Properties: Record<string, never> }>;
    };
  const [{ Properties: model }] = Object.values(find('Model').Resources);
  const [{ Properties: policy }] = Object.values(find('RolePolicy').Resources);
  const { ModelDataUrl } = (model as Record<string, { ModelDataUrl: string }>).PrimaryContainer;
  const { Statement } = (policy as Record<string, { Statement: { Action: string[]; Resource: object }[] }>)
    .PolicyDocument;
  const fetching = Statement.find(({ Action }) => Action.includes('s3:GetObject'))!.Resource as {
    'Fn::Join': [string, unknown[]];
  };
  return { url: ModelDataUrl, resource: String(fetching['Fn::Join'][1].at(-1)) };
}
