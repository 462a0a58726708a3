import { diagnosis, endpointTemplate, IMAGE, newEndpoint, newStack, synth } from './support/synth';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { CfnParameter, Duration, Size } from 'aws-cdk-lib/core';
import {
  AsyncInferenceEndpoint,
  InferenceComponentEndpoint,
  MultiModelEndpoint,
  RoutingStrategy,
} from '@inference-constructs/cdk';

const POOLS = [{ instanceType: 'ml.c7i.large' }, { instanceType: 'ml.c6i.large', priority: 3 }];
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0f3a4bfe-5c1d-4a2e-9f0b-6d7c8e9f0a1b';

const settings = (stack: Stack) => ({
  volumeSize: Size.gibibytes(50),
  volumeEncryptionKey: Key.fromKeyArn(stack, 'Key', KEY),
  inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
});
const timeouts = {
  modelDataDownloadTimeout: Duration.minutes(10),
  containerStartupHealthCheckTimeout: Duration.minutes(15),
};
const TIMEOUTS = {
  ModelDataDownloadTimeoutInSeconds: 600,
  ContainerStartupHealthCheckTimeoutInSeconds: 900,
};

/** The configuration as CloudFormation gets it. */
function configuration(make: (stack: Stack) => void) {
  const stack = newStack();
  make(stack);
  const [{ properties }] = synth(stack).graph.ofType('AWS::SageMaker::EndpointConfig');
  const { ProductionVariants, ...rest } = properties as { ProductionVariants: Record<string, unknown>[] };
  return { ...rest, variant: ProductionVariants[0] };
}

test.each<[string, (stack: Stack) => void, object]>([
  [
    'a real-time endpoint',
    (stack) =>
      newEndpoint(stack, {
        ...settings(stack),
        ...timeouts,
        routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
      }),
    { ...TIMEOUTS, RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } },
  ],
  [
    'an asynchronous endpoint',
    (stack) =>
      new AsyncInferenceEndpoint(stack, 'Classifier', {
        ...settings(stack),
        ...timeouts,
        ...IMAGE,
        model: diagnosis(),
        outputBucket: Bucket.fromBucketName(stack, 'Bucket', 'answers'),
      }),
    TIMEOUTS,
  ],
  [
    'a multi-model endpoint',
    (stack) =>
      new MultiModelEndpoint(stack, 'Classifiers', {
        ...settings(stack),
        ...timeouts,
        ...IMAGE,
        bucket: Bucket.fromBucketName(stack, 'Bucket', 'models'),
        prefix: 'all',
      }),
    TIMEOUTS,
  ],
  [
    'a host of components',
    (stack) => new InferenceComponentEndpoint(stack, 'Host', settings(stack)),
    { RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } },
  ],
])('the instances of %s are what is said of them', (_, make, beside) => {
  const { KmsKeyId, variant } = configuration(make) as { KmsKeyId?: string; variant: object };
  expect(KmsKeyId).toBe(KEY);
  expect(variant).toMatchObject({
    VolumeSizeInGB: 50,
    InferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
    ...beside,
  });
});

test('where nothing is said, nothing is', () => {
  const { variant, ...rest } = configuration((stack) => newEndpoint(stack));
  expect(Object.keys(variant).sort()).toEqual([
    'InitialInstanceCount',
    'InitialVariantWeight',
    'InstanceType',
    'ModelName',
    'VariantName',
  ]);
  expect(Object.keys(rest)).toEqual([]);
});

test('an endpoint is on pools of instances', () => {
  const { variant } = configuration((stack) =>
    newEndpoint(stack, { instancePools: POOLS, instanceProvisionTimeout: Duration.minutes(10) }),
  );
  expect(variant).toMatchObject({
    InstancePools: [
      { InstanceType: 'ml.c7i.large', Priority: 1 },
      { InstanceType: 'ml.c6i.large', Priority: 3 },
    ],
    VariantInstanceProvisionTimeoutInSeconds: 600,
  });
  expect(variant).not.toHaveProperty('InstanceType');
});

test('pools scale on invocations, and on processors where their number is said', () => {
  const scaling = newEndpoint(newStack(), { instancePools: POOLS }).autoScaleInstanceCount({ maxCapacity: 5 });
  scaling.scaleOnInvocations('Requests', { targetInvocationsPerMinute: 100 });
  scaling.scaleOnCpuUtilization('Busy', { targetUtilizationPercent: 60, devicesPerInstance: 2 });
  expect(() => scaling.scaleOnCpuUtilization('Unknown', { targetUtilizationPercent: 60 })).toThrow(
    /processors of an instance \(unknown\): needed/,
  );
});

test('what is wrong is thrown with the path of the construct', () => {
  expect(() => endpointTemplate({ instanceType: 'ml.g5.xlarge', volumeSize: Size.gibibytes(10) })).toThrow(
    /^Diagnosis\/Classifier: volume size \(on ml\.g5\.xlarge\)/,
  );
  expect(() => endpointTemplate({ volumeSize: Size.mebibytes(1500) })).toThrow(
    /^Diagnosis\/Classifier: volume size \(1\.46484375 GiB\)/,
  );
});

test('what is known at deployment only passes', () => {
  const stack = newStack();
  const token = (name: string, type: string) => new CfnParameter(stack, name, { type });
  newEndpoint(stack, {
    volumeSize: Size.gibibytes(token('Volume', 'Number').valueAsNumber),
    inferenceAmiVersion: token('Ami', 'String').valueAsString,
    containerStartupHealthCheckTimeout: Duration.seconds(token('Startup', 'Number').valueAsNumber),
    modelDataDownloadTimeout: Duration.seconds(token('Download', 'Number').valueAsNumber),
    routingStrategy: RoutingStrategy.of(token('Routing', 'String').valueAsString),
    instancePools: [{ instanceType: token('Type', 'String').valueAsString }],
  });
  const [{ properties }] = synth(stack).graph.ofType('AWS::SageMaker::EndpointConfig');
  expect((properties.ProductionVariants as object[])[0]).toMatchObject({
    VolumeSizeInGB: '@{Volume.Ref}',
    InferenceAmiVersion: '@{Ami.Ref}',
    ContainerStartupHealthCheckTimeoutInSeconds: '@{Startup.Ref}',
    ModelDataDownloadTimeoutInSeconds: '@{Download.Ref}',
    RoutingConfig: { RoutingStrategy: '@{Routing.Ref}' },
    InstancePools: [{ InstanceType: '@{Type.Ref}', Priority: 1 }],
  });
});
