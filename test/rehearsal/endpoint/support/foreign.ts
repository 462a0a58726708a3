// First: they stand in for what the constructs read.
import { models } from '../../../cdk/support/synth';
import '../../../cdktf/support/synth';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import * as onCdk from '@inference-constructs/cdk';
import * as onCdktf from '@inference-constructs/cdktf';
import { trust } from '@inference-constructs/core/out/access/statements';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import * as cdk from 'aws-cdk-lib/core';
import * as cdktf from 'cdktf';

/** An endpoint that no construct of ours made, in front of a model package, with a rollout of ours. */
export interface Theirs {
  /** The package that the app uploads as an archive. Default: v1 of the example. */
  readonly model?: string;
  /** Where the archive is, where the app uploads none. */
  readonly modelDataUrl?: string;
  /** The name that CloudFormation or the provider once chose for it. Default: `ranker`, in the template. */
  readonly deployedAs?: string;
  /** A configuration that is not in the app. */
  readonly configName?: string;
  /** Alarms of their own that roll it back already. */
  readonly alarmNames?: readonly string[];
  /** On AWS CDK: the model and the configuration are in a stack of their own. */
  readonly isApart?: boolean;
}

/** A serving container of AWS: what is in it is not the runtime of this library. */
export const IMAGE = '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312';
const VARIANT = { variantName: 'main', instanceType: 'ml.m5.large', initialInstanceCount: 2, initialVariantWeight: 1 };

export const packageOf = (version: 'v1' | 'v2' | 'v3'): string => join(models, version);

/** A folder that is no package of this library. */
export function otherModel(folder: string): string {
  const directory = mkdtempSync(join(folder, 'model-'));
  writeFileSync(join(directory, 'model.pt'), 'weights');
  return directory;
}

/** As its author would: a tar.gz of the folder. */
function archived(folder: string, { model = packageOf('v1') }: Theirs): string {
  const file = join(mkdtempSync(join(folder, 'archive-')), 'model.tar.gz');
  execFileSync('tar', ['-czf', file, '-C', model, '.']);
  return file;
}

export function onCloudFormation(folder: string, made: Theirs = {}): string {
  const app = new cdk.App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
  const env = { account: '123456789012', region: 'eu-west-1' };
  const stack = new cdk.Stack(app, 'Theirs', { env });
  const models = made.isApart === true ? new cdk.Stack(app, 'Models', { env }) : stack;
  new CfnEndpoint(stack, 'Ranker', {
    endpointName: made.deployedAs === undefined ? 'ranker' : undefined,
    endpointConfigName: made.configName ?? configuration(folder, models, made),
    ...(made.alarmNames && { deploymentConfig: { autoRollbackConfiguration: { alarms: named(made.alarmNames) } } }),
  }).with(new onCdk.EndpointRollout({ endpointName: made.deployedAs, variantName: made.configName && 'main' }));
  return app.synth().directory;
}

function configuration(folder: string, stack: cdk.Stack, made: Theirs): string {
  const role = new Role(stack, 'Role', {
    assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonSageMakerFullAccess')],
  });
  const uploaded = (): string => {
    const asset = new Asset(stack, 'Archive', { path: archived(folder, made) });
    asset.grantRead(role);
    return asset.s3ObjectUrl;
  };
  const modelDataUrl = made.modelDataUrl ?? uploaded();
  const model = new CfnModel(stack, 'Model', {
    executionRoleArn: role.roleArn,
    primaryContainer: { image: IMAGE, modelDataUrl },
  });
  return new CfnEndpointConfig(stack, 'Config', {
    productionVariants: [{ ...VARIANT, modelName: model.attrModelName }],
  }).attrEndpointConfigName;
}

const named = (names: readonly string[]) => names.map((alarmName) => ({ alarmName }));

export function onTerraform(folder: string, made: Theirs = {}): string {
  const outdir = mkdtempSync(join(folder, 'cdktf-'));
  const app = cdktf.Testing.stubVersion(new cdktf.App({ outdir, stackTraces: false }));
  const stack = new cdktf.TerraformStack(app, 'Theirs');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  new SagemakerEndpoint(stack, 'Ranker', {
    name: made.deployedAs === undefined ? 'ranker' : undefined,
    endpointConfigName: made.configName ?? provided(folder, stack, made),
    ...(made.alarmNames && { deploymentConfig: { autoRollbackConfiguration: { alarms: named(made.alarmNames) } } }),
  }).with(new onCdktf.EndpointRollout({ endpointName: made.deployedAs, variantName: made.configName && 'main' }));
  app.synth();
  return outdir;
}

function provided(folder: string, stack: cdktf.TerraformStack, made: Theirs): string {
  const lifecycle = { createBeforeDestroy: true };
  const role = new IamRole(stack, 'Role', {
    assumeRolePolicy: JSON.stringify(trust('sagemaker.amazonaws.com')),
    namePrefix: 'theirs-',
    managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSageMakerFullAccess'],
  });
  const model = new SagemakerModel(stack, 'Model', {
    executionRoleArn: role.arn,
    primaryContainer: { image: IMAGE, modelDataUrl: made.modelDataUrl ?? uploaded(folder, stack, made) },
    lifecycle,
  });
  return new SagemakerEndpointConfiguration(stack, 'Config', {
    namePrefix: 'ranker-',
    productionVariants: [{ ...VARIANT, modelName: model.name }],
    lifecycle,
  }).name;
}

function uploaded(folder: string, stack: cdktf.TerraformStack, made: Theirs): string {
  const { assetHash, path: source } = new cdktf.TerraformAsset(stack, 'Archive', { path: archived(folder, made) });
  const object = new S3Object(stack, 'Object', { bucket: 'sagemaker-models', key: `${assetHash}.tar.gz`, source });
  return `s3://${object.bucket}/${object.key}`;
}
