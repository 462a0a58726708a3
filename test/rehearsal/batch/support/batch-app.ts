import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import { listPackageFiles } from '@inference-constructs/core/out/model/package-files';
import { InstanceClass, InstanceSize, InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import { DefinitionBody, Fail, IntegrationPattern, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { SageMakerCreateTransformJobProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  AssembleWith,
  BatchStrategy,
  S3DataType,
  SageMakerCreateTransformJob,
  SplitType,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { App as CdktfApp, Fn, TerraformStack } from 'cdktf';
import { root } from '../../../support/tools';
import { terraformOf } from '../../support/templates';

type Block = Record<string, unknown>;

export const IMAGE = '123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-runtime:0.1.0';
export const MODEL_ROLE = 'arn:aws:iam::123456789012:role/model';
export const INSTANCE = InstanceType.of(InstanceClass.M5, InstanceSize.XLARGE);

/** A model of the example as SageMaker gets it. */
export function archive(folder: string, version = 'v1'): string {
  const directory = join(root, 'examples', 'diagnosis', 'models', version);
  const file = join(mkdtempSync(join(folder, 'model-')), 'model.tar.gz');
  writeTarGz(listPackageFiles(directory), file);
  return file;
}

/** What a test's own program adds to an app with a model. */
export type Build = (stack: Stack, model: CfnModel) => IChainable;

/** A stack `Batch` with a model and a state machine, as `cdk synth` writes it. */
export function cdkBatch(folder: string, build: Build, environment: Record<string, string> = {}): string {
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
  const stack = new Stack(app, 'Batch');
  const asset = new Asset(stack, 'ModelData', { path: archive(folder) });
  const primaryContainer = { image: IMAGE, modelDataUrl: asset.s3ObjectUrl, environment };
  const model = new CfnModel(stack, 'Model', { executionRoleArn: MODEL_ROLE, primaryContainer });
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(build(stack, model)) });
  return app.synth().directory;
}

/** The same with a definition in a file of its own, in which `${Model}` stands for the name of the model. */
export function cdkBatchOfFile(folder: string, definition: object): string {
  const file = join(mkdtempSync(join(folder, 'definition-')), 'machine.asl.json');
  writeFileSync(file, JSON.stringify(definition));
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
  const stack = new Stack(app, 'Batch');
  const asset = new Asset(stack, 'ModelData', { path: archive(folder) });
  const primaryContainer = { image: IMAGE, modelDataUrl: asset.s3ObjectUrl };
  const { attrModelName } = new CfnModel(stack, 'Model', { executionRoleArn: MODEL_ROLE, primaryContainer });
  const definitionBody = DefinitionBody.fromFile(file);
  new StateMachine(stack, 'Machine', { definitionBody, definitionSubstitutions: { Model: attrModelName } });
  return app.synth().directory;
}

/** A job over CSV lines at `$.input`, which waits for its end and catches its failure. */
export function transform(
  stack: Stack,
  modelName: string,
  props: Partial<SageMakerCreateTransformJobProps> = {},
): SageMakerCreateTransformJob {
  const job = new SageMakerCreateTransformJob(stack, 'Transform', {
    transformJobName: JsonPath.stringAt('$$.Execution.Name'),
    modelName,
    integrationPattern: IntegrationPattern.RUN_JOB,
    transformInput: {
      contentType: 'text/csv',
      splitType: SplitType.LINE,
      transformDataSource: {
        s3DataSource: { s3Uri: JsonPath.stringAt('$.input'), s3DataType: S3DataType.S3_PREFIX },
      },
    },
    transformOutput: { s3OutputPath: 's3://scores/daily', accept: 'text/csv', assembleWith: AssembleWith.LINE },
    batchStrategy: BatchStrategy.MULTI_RECORD,
    modelClientOptions: { invocationsMaxRetries: 1, invocationsTimeout: Duration.minutes(5) },
    transformResources: { instanceCount: 1, instanceType: INSTANCE },
    ...props,
  });
  job.addCatch(new Fail(stack, 'Failed', { error: 'BatchFailed', cause: 'the job failed' }), { resultPath: '$.error' });
  return job;
}

/** A folder of Terraform JSON with a model and a state machine; expressions in the definition are Terraform's. */
export function terraformBatch(folder: string, definition: object | string): string {
  const source = archive(folder);
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const directory = terraformOf(folder, {
    resource: {
      aws_s3_bucket: { artifacts: { bucket: 'artifacts' } },
      aws_s3_object: { model: { bucket: '${aws_s3_bucket.artifacts.bucket}', key: 'model.tar.gz', source } },
      aws_sagemaker_model: {
        model: {
          name: 'diagnosis',
          execution_role_arn: MODEL_ROLE,
          primary_container: {
            image: IMAGE,
            model_data_url: 's3://${aws_s3_object.model.bucket}/${aws_s3_object.model.key}',
          },
        },
      },
      aws_sfn_state_machine: {
        machine: { name: 'scores', role_arn: MODEL_ROLE, type: 'STANDARD', definition: text },
      },
    },
  });
  return directory;
}

/** A stack `Batch` with a model and a state machine, as `cdktf synth` writes it. */
export function cdktfBatch(folder: string, definition: (modelName: string) => object): string {
  const app = new CdktfApp({ outdir: mkdtempSync(join(folder, 'cdktf-')) });
  const stack = new TerraformStack(app, 'Batch');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  const artifacts = new S3Bucket(stack, 'Artifacts', { bucketPrefix: 'artifacts-' });
  const { bucket, key } = new S3Object(stack, 'ModelData', {
    bucket: artifacts.bucket,
    key: 'model.tar.gz',
    source: archive(folder),
  });
  const { name } = new SagemakerModel(stack, 'Model', {
    name: 'diagnosis',
    executionRoleArn: MODEL_ROLE,
    primaryContainer: { image: IMAGE, modelDataUrl: `s3://${bucket}/${key}` },
  });
  new SfnStateMachine(stack, 'Machine', {
    name: 'scores',
    roleArn: MODEL_ROLE,
    definition: Fn.jsonencode(definition(name)),
  });
  app.synth();
  return app.outdir;
}

/** The parameters of a job, as the Amazon States Language has them. */
export function jobParameters(more: Block = {}): Block {
  return {
    'TransformJobName.$': '$$.Execution.Name',
    ModelName: '${aws_sagemaker_model.model.name}',
    TransformInput: {
      ContentType: 'text/csv',
      SplitType: 'Line',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://rows/in/' } },
    },
    TransformOutput: { S3OutputPath: 's3://scores/daily', Accept: 'text/csv', AssembleWith: 'Line' },
    TransformResources: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge' },
    ...more,
  };
}

/** Files in a folder of their own. */
export function inputFolder(folder: string, files: Record<string, string | Buffer>): string {
  const directory = mkdtempSync(join(folder, 'input-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}
