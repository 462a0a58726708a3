// First: they stand in for what the constructs read.
import * as cdk from '../../cdk/support/synth';
import * as cdktf from '../../cdktf/support/synth';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Stack } from 'aws-cdk-lib/core';
import { RemovalPolicy, Size } from 'aws-cdk-lib/core';
import type { TerraformStack } from 'cdktf';
import * as onCdk from '@inference-constructs/cdk';
import * as onCdktf from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';
import { trust } from '@inference-constructs/core/out/access/statements';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { Pair } from './cases';
import { foreignEndpoint } from './foreign';
import { NETWORK, networkOnCdk } from './network';

interface Kind {
  readonly cdk: (stack: Stack) => void;
  readonly cdktf: (stack: TerraformStack) => void;
}

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const MANIFEST = join(cdk.models, 'v1', 'model.json');
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:answers';
const keyArn = (id: number) =>
  `arn:aws:kms:us-east-1:123456789012:key/${`${id}`.padStart(8, '0')}-1234-1234-1234-1234567890ab`;
const KEY = keyArn(1);
const ROLE = 'arn:aws:iam::123456789012:role/company/inference';

export const REMOTE = {
  archive: () =>
    ModelPackage.fromS3Archive({
      bucketName: 'models',
      key: 'diagnosis.tar.gz',
      digest: DIGEST,
      manifestFile: MANIFEST,
    }),
  prefix: () =>
    ModelPackage.fromS3Prefix({ bucketName: 'models', prefix: 'diagnosis/1', digest: DIGEST, manifestFile: MANIFEST }),
  /** Of another account, encrypted with a key of that. */
  shared: () =>
    ModelPackage.fromS3Prefix({
      bucketName: 'models',
      prefix: 'diagnosis/1',
      bucketAccount: '333333333333',
      kmsKeyArn: KEY,
      digest: DIGEST,
      manifestFile: MANIFEST,
    }),
  registry: () =>
    ModelPackage.fromRegistry({
      modelPackageArn: 'arn:aws:sagemaker:us-east-1:123456789012:model-package/diagnosis/3',
      modelDataArn: 'arn:aws:s3:::models/diagnosis.tar.gz',
      imageRepositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/other',
      digest: DIGEST,
      manifestFile: MANIFEST,
    }),
};

const bucket = (stack: Stack, name: string) => Bucket.fromBucketName(stack, name, name);
/** A bucket with a key of its own. */
const locked = (stack: Stack, bucketName: string) =>
  Bucket.fromBucketAttributes(stack, bucketName, {
    bucketName,
    encryptionKey: Key.fromKeyArn(stack, `${bucketName}Key`, keyOf(bucketName)),
  });
const keyOf = (bucketName: string) => keyArn(2 + ['answers', 'requests', 'models'].indexOf(bucketName));

const endpoint = (model: () => ModelPackage): Kind => ({
  cdk: (stack) => void new onCdk.InferenceEndpoint(stack, 'Classifier', { model: model(), ...cdk.IMAGE }),
  cdktf: (stack) => void new onCdktf.InferenceEndpoint(stack, 'Classifier', { model: model(), ...cdktf.IMAGE }),
});

/** Every kind of endpoint, and every part that only some have, as both engines are asked for them. */
export const KINDS: Readonly<Record<string, Kind>> = {
  'an asynchronous endpoint by default': {
    cdk: (stack) =>
      void new onCdk.AsyncInferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        ...cdk.IMAGE,
        outputBucket: bucket(stack, 'answers'),
      }),
    cdktf: (stack) =>
      void new onCdktf.AsyncInferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        outputBucket: 'answers',
      }),
  },
  'an asynchronous endpoint with everything set': {
    cdk: (stack) =>
      void new onCdk.AsyncInferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        ...cdk.IMAGE,
        outputBucket: locked(stack, 'answers'),
        outputPrefix: 'out',
        failurePrefix: 'failed',
        inputBucket: locked(stack, 'requests'),
        inputPrefix: 'in',
        successTopic: Topic.fromTopicArn(stack, 'Success', TOPIC),
        errorTopic: Topic.fromTopicArn(stack, 'Error', `${TOPIC}-failed`),
        answersInMessages: true,
        maxConcurrentInvocationsPerInstance: 4,
        encryptionKey: Key.fromKeyArn(stack, 'Key', KEY),
      }),
    cdktf: (stack) =>
      void new onCdktf.AsyncInferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        outputBucket: 'answers',
        outputBucketKmsKeyArn: keyOf('answers'),
        outputPrefix: 'out',
        failurePrefix: 'failed',
        inputBucket: 'requests',
        inputBucketKmsKeyArn: keyOf('requests'),
        inputPrefix: 'in',
        successTopicArn: TOPIC,
        errorTopicArn: `${TOPIC}-failed`,
        answersInMessages: true,
        maxConcurrentInvocationsPerInstance: 4,
        kmsKeyArn: KEY,
      }),
  },
  'a serverless endpoint': {
    cdk: (stack) =>
      void new onCdk.ServerlessInferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        ...cdk.IMAGE,
        memorySize: 3072,
        maxConcurrency: 10,
        provisionedConcurrency: 2,
      }),
    cdktf: (stack) =>
      void new onCdktf.ServerlessInferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        memorySize: 3072,
        maxConcurrency: 10,
        provisionedConcurrency: 2,
      }),
  },
  'a multi-model endpoint': {
    cdk: (stack) =>
      void new onCdk.MultiModelEndpoint(stack, 'Classifiers', {
        ...cdk.IMAGE,
        bucket: locked(stack, 'models'),
        prefix: 'all',
        cacheModels: false,
      }),
    cdktf: (stack) =>
      void new onCdktf.MultiModelEndpoint(stack, 'Classifiers', {
        container: cdktf.IMAGE.container,
        bucket: 'models',
        kmsKeyArn: keyOf('models'),
        prefix: 'all',
        cacheModels: false,
      }),
  },
  'a multi-model endpoint of archives of another account': {
    cdk: (stack) =>
      void new onCdk.MultiModelEndpoint(stack, 'Classifiers', {
        ...cdk.IMAGE,
        bucket: Bucket.fromBucketAttributes(stack, 'models', {
          bucketName: 'models',
          account: '333333333333',
          encryptionKey: Key.fromKeyArn(stack, 'Key', KEY),
        }),
        prefix: 'all',
      }),
    cdktf: (stack) =>
      void new onCdktf.MultiModelEndpoint(stack, 'Classifiers', {
        container: cdktf.IMAGE.container,
        bucket: 'models',
        bucketAccount: '333333333333',
        kmsKeyArn: KEY,
        prefix: 'all',
      }),
  },
  'an A/B test in a VPC': {
    cdk: (stack) =>
      void new onCdk.InferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        ...cdk.IMAGE,
        weight: 3,
        variants: [{ name: 'challenger', model: cdk.diagnosis('v2'), instanceType: 'ml.c7i.xlarge' }],
        ...networkOnCdk(stack),
        networkIsolation: true,
      }),
    cdktf: (stack) =>
      void new onCdktf.InferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        weight: 3,
        variants: [{ name: 'challenger', model: cdktf.diagnosis('v2'), instanceType: 'ml.c7i.xlarge' }],
        ...NETWORK,
        networkIsolation: true,
      }),
  },
  'the same model on another instance type': {
    cdk: (stack) =>
      void new onCdk.InferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        ...cdk.IMAGE,
        variants: [{ name: 'larger', model: cdk.diagnosis(), instanceType: 'ml.c7i.xlarge' }],
      }),
    cdktf: (stack) =>
      void new onCdktf.InferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        variants: [{ name: 'larger', model: cdktf.diagnosis(), instanceType: 'ml.c7i.xlarge' }],
      }),
  },
  'two variants of one bucket': {
    cdk: (stack) =>
      void new onCdk.InferenceEndpoint(stack, 'Classifier', {
        model: REMOTE.prefix(),
        ...cdk.IMAGE,
        variants: [{ name: 'larger', model: REMOTE.prefix(), instanceType: 'ml.c7i.xlarge' }],
      }),
    cdktf: (stack) =>
      void new onCdktf.InferenceEndpoint(stack, 'Classifier', {
        model: REMOTE.prefix(),
        ...cdktf.IMAGE,
        variants: [{ name: 'larger', model: REMOTE.prefix(), instanceType: 'ml.c7i.xlarge' }],
      }),
  },
  'an endpoint with a shadow': {
    cdk: (stack) =>
      void new onCdk.InferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        ...cdk.IMAGE,
        shadow: { model: cdk.diagnosis('v2'), samplingPercentage: 25, instanceCount: 1 },
        volumeSize: Size.gibibytes(50),
        volumeEncryptionKey: Key.fromKeyArn(stack, 'Key', KEY),
        routingStrategy: onCdk.RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
      }),
    cdktf: (stack) =>
      void new onCdktf.InferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        shadow: { model: cdktf.diagnosis('v2'), samplingPercentage: 25, instanceCount: 1 },
        volumeSizeGib: 50,
        volumeKmsKeyArn: KEY,
        routingStrategy: onCdktf.RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
      }),
  },
  'an endpoint on a role of its author': {
    cdk: (stack) => {
      const assumedBy = new ServicePrincipal('sagemaker.amazonaws.com');
      const role = new Role(stack, 'Execution', { assumedBy });
      new onCdk.InferenceEndpoint(stack, 'Classifier', { model: REMOTE.archive(), ...cdk.IMAGE, role });
    },
    cdktf: (stack) => {
      const assumeRolePolicy = JSON.stringify(trust('sagemaker.amazonaws.com'));
      const role = new IamRole(stack, 'Execution', { assumeRolePolicy });
      new onCdktf.InferenceEndpoint(stack, 'Classifier', { model: REMOTE.archive(), ...cdktf.IMAGE, role });
    },
  },
  'an endpoint on a role that is made elsewhere': {
    cdk: (stack) => {
      const role = Role.fromRoleArn(stack, 'Execution', ROLE, { mutable: false });
      new onCdk.InferenceEndpoint(stack, 'Classifier', { model: REMOTE.archive(), ...cdk.IMAGE, role });
    },
    cdktf: (stack) =>
      void new onCdktf.InferenceEndpoint(stack, 'Classifier', {
        model: REMOTE.archive(),
        ...cdktf.IMAGE,
        roleArn: ROLE,
      }),
  },
  'a function in a VPC': {
    cdk: (stack) => void cdk.newFunction(stack, networkOnCdk(stack)),
    cdktf: (stack) => void cdktf.newFunction(stack, NETWORK),
  },
  'a function that leaves its log': {
    cdk: (stack) => void cdk.newFunction(stack, { logRemovalPolicy: RemovalPolicy.RETAIN }),
    cdktf: (stack) => void cdktf.newFunction(stack, { retainLogs: true }),
  },
  'an endpoint of an archive in S3': endpoint(REMOTE.archive),
  'an endpoint of files in S3': endpoint(REMOTE.prefix),
  'an endpoint of files in S3 of another account': endpoint(REMOTE.shared),
  'an endpoint of the model registry': endpoint(REMOTE.registry),
  'an endpoint of somebody else with a canary': foreignEndpoint('CANARY_10_PERCENT_15_MINUTES'),
  'an endpoint of somebody else with a rolling rollout': foreignEndpoint('ROLLING_50_PERCENT'),
  'a container of somebody else': {
    cdk: (stack) =>
      void new onCdk.InferenceEndpoint(stack, 'Classifier', {
        model: cdk.diagnosis(),
        container: onCdk.ServingContainer.fromImageUri(cdk.IMAGE_URI, cdk.REPOSITORY_ARN),
      }),
    cdktf: (stack) =>
      void new onCdktf.InferenceEndpoint(stack, 'Classifier', {
        model: cdktf.diagnosis(),
        ...cdktf.IMAGE,
        container: onCdktf.ServingContainer.fromImageUri(cdktf.IMAGE_URI, cdktf.REPOSITORY_ARN),
      }),
  },
};

export function kindOnCdk(name: string): ResourceGraph {
  const stack = cdk.newStack();
  KINDS[name].cdk(stack);
  return cdk.synth(stack).graph;
}

export function kindOnCdktf(name: string): ResourceGraph {
  const stack = cdktf.newStack();
  KINDS[name].cdktf(stack);
  return cdktf.synth(stack).graph;
}

export const kindPair = (name: string): Pair => ({ cdk: kindOnCdk(name), cdktf: kindOnCdktf(name) });
