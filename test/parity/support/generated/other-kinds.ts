import * as fc from 'fast-check';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Size } from 'aws-cdk-lib/core';
import * as onCdk from '@inference-constructs/cdk';
import * as onCdktf from '@inference-constructs/cdktf';
import * as cdk from '../../../cdk/support/synth';
import * as cdktf from '../../../cdktf/support/synth';
import type { InstancesAsked } from '../cases';
import { endpointPropsOnCdk, endpointPropsOnCdktf } from '../cases';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import type { Kind } from './kind';
import { endpointRollouts, isAwaited } from './rollouts';
import type { ScalingSpec } from './scaling';
import { addOnCdk, addOnCdktf, bounds, scalings } from './scaling';
import { environments, instances, localModels, models, modelOf, some, whole } from './values';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:answers';
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-1234567890ab';
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 2 });

interface AsyncOptions extends InstancesAsked {
  readonly environment: Record<string, string>;
  readonly rollout: RolloutSpec;
  readonly latencyLimitMilliseconds: number;
  readonly maxConcurrentInvocationsPerInstance: number;
  readonly outputPrefix: string;
  readonly inputPrefix: string;
}

interface AsyncSpec {
  readonly model: string;
  readonly asked: Partial<AsyncOptions>;
  readonly instanceCount: number;
  readonly inputBucket?: string;
  readonly answersInMessages?: boolean;
  readonly isEncrypted: boolean;
  readonly maxPayloadMebibytes?: number;
  readonly scaling?: ScalingSpec;
}

const prefixes = fc.stringMatching(/^[a-z0-9-]{1,20}$/);

/** An asynchronous endpoint. */
export const asynchronous: Kind<AsyncSpec> = {
  specs: fc
    .record({
      model: models,
      asked: some<AsyncOptions>({
        environment: environments,
        rollout: endpointRollouts,
        latencyLimitMilliseconds: whole(1, 60_000),
        maxConcurrentInvocationsPerInstance: whole(1, 1000),
        outputPrefix: prefixes,
        inputPrefix: prefixes,
        ...instances,
        volumeSizeGib: whole(1, 512),
      }),
      instanceCount: whole(2, 5),
      inputBucket: optional(fc.constant('requests')),
      answersInMessages: optional(fc.boolean()),
      isEncrypted: fc.boolean(),
      maxPayloadMebibytes: optional(whole(1, 1024)),
      scaling: optional(scalings(0, ['backlog', 'custom'])),
    })
    .map((spec) =>
      spec.scaling === undefined ? spec : { ...spec, scaling: { ...spec.scaling, min: 0, extra: spec.instanceCount } },
    )
    .filter(({ instanceCount, asked }) => isAwaited(instanceCount, asked.rollout)),
  cdk: (scope, spec) => {
    const { inputBucket, answersInMessages, maxPayloadMebibytes } = spec;
    const endpoint = new onCdk.AsyncInferenceEndpoint(scope, 'Classifier', {
      ...endpointPropsOnCdk({ ...spec.asked }),
      ...cdk.IMAGE,
      model: modelOf(spec.model),
      instanceCount: spec.instanceCount,
      outputBucket: Bucket.fromBucketName(scope, 'Output', 'answers'),
      inputBucket: inputBucket === undefined ? undefined : Bucket.fromBucketName(scope, 'Input', inputBucket),
      successTopic: answersInMessages === undefined ? undefined : Topic.fromTopicArn(scope, 'Topic', TOPIC),
      answersInMessages,
      encryptionKey: spec.isEncrypted ? Key.fromKeyArn(scope, 'Key', KEY) : undefined,
      maxPayloadSize: maxPayloadMebibytes === undefined ? undefined : Size.mebibytes(maxPayloadMebibytes),
    });
    if (spec.scaling !== undefined) addOnCdk(endpoint.autoScaleInstanceCount(bounds(spec.scaling)), spec.scaling);
  },
  cdktf: (scope, spec) => {
    const { inputBucket, answersInMessages, maxPayloadMebibytes } = spec;
    const endpoint = new onCdktf.AsyncInferenceEndpoint(scope, 'Classifier', {
      ...endpointPropsOnCdktf({ ...spec.asked }),
      ...cdktf.IMAGE,
      model: modelOf(spec.model),
      instanceCount: spec.instanceCount,
      outputBucket: 'answers',
      inputBucket,
      successTopicArn: answersInMessages === undefined ? undefined : TOPIC,
      answersInMessages,
      kmsKeyArn: spec.isEncrypted ? KEY : undefined,
      maxPayloadBytes: maxPayloadMebibytes === undefined ? undefined : maxPayloadMebibytes * 1024 * 1024,
    });
    if (spec.scaling !== undefined) addOnCdktf(endpoint.autoScaleInstanceCount(bounds(spec.scaling)), spec.scaling);
  },
};

interface ServerlessSpec {
  readonly model: string;
  readonly memorySize: number;
  readonly maxConcurrency: number;
  readonly environment?: Record<string, string>;
  readonly provisionedConcurrency?: number;
  readonly scaling?: ScalingSpec;
}

const serverlessCommon = {
  model: localModels,
  memorySize: fc.constantFrom(1024, 2048, 3072, 4096, 5120, 6144),
  maxConcurrency: whole(10, 200),
  environment: optional(environments),
};

/** A serverless endpoint: its provisioned concurrency is declared or scales. */
export const serverless: Kind<ServerlessSpec> = {
  specs: fc.oneof(
    fc.record({ ...serverlessCommon, provisionedConcurrency: optional(whole(1, 10)) }),
    fc.record({ ...serverlessCommon, scaling: scalings(1, ['utilization'], false) }),
  ),
  cdk: (scope, { model, scaling, ...asked }) => {
    const props = { ...asked, ...cdk.IMAGE, model: modelOf(model) };
    const endpoint = new onCdk.ServerlessInferenceEndpoint(scope, 'Classifier', props);
    if (scaling !== undefined) addOnCdk(endpoint.autoScaleProvisionedConcurrency(bounds(scaling)), scaling);
  },
  cdktf: (scope, { model, scaling, ...asked }) => {
    const props = { ...asked, ...cdktf.IMAGE, model: modelOf(model) };
    const endpoint = new onCdktf.ServerlessInferenceEndpoint(scope, 'Classifier', props);
    if (scaling !== undefined) addOnCdktf(endpoint.autoScaleProvisionedConcurrency(bounds(scaling)), scaling);
  },
};

interface MultiModelSpec {
  readonly prefix: string;
  readonly cacheModels?: boolean;
  readonly instanceCount: number;
  readonly rollout?: RolloutSpec;
  readonly environment?: Record<string, string>;
  readonly volumeSizeGib?: number;
  readonly containerStartupHealthCheckTimeoutSeconds?: number;
}

/** A multi-model endpoint. */
export const multiModel: Kind<MultiModelSpec> = {
  specs: fc
    .record({
      prefix: prefixes,
      cacheModels: optional(fc.boolean()),
      instanceCount: whole(2, 9),
      rollout: optional(endpointRollouts),
      environment: optional(environments),
      volumeSizeGib: optional(whole(1, 512)),
      containerStartupHealthCheckTimeoutSeconds: optional(whole(60, 3600)),
    })
    .filter(({ instanceCount, rollout }) => isAwaited(instanceCount, rollout)),
  cdk: (scope, spec) => {
    const bucket = Bucket.fromBucketName(scope, 'Models', 'models');
    new onCdk.MultiModelEndpoint(scope, 'Classifiers', { ...endpointPropsOnCdk(spec), ...cdk.IMAGE, bucket });
  },
  cdktf: (scope, spec) => {
    const { container } = cdktf.IMAGE;
    new onCdktf.MultiModelEndpoint(scope, 'Classifiers', {
      ...endpointPropsOnCdktf(spec),
      container,
      bucket: 'models',
    });
  },
};

interface CopiesSpec {
  readonly name: string;
  readonly scaling: ScalingSpec;
  readonly expectedRequestsPerMinute?: number;
}

/** The copies of a component that is declared elsewhere. */
export const copies: Kind<CopiesSpec> = {
  specs: fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,30}$/),
    scaling: scalings(0, ['invocations', 'concurrency', 'custom']),
    expectedRequestsPerMinute: optional(whole(1, 10_000)),
  }),
  cdk: (scope, { name: inferenceComponentName, scaling, expectedRequestsPerMinute }) => {
    const props = { inferenceComponentName, expectedRequestsPerMinute, ...bounds(scaling) };
    addOnCdk(new onCdk.ScalableCopyCount(scope, 'Scaling', props), scaling);
  },
  cdktf: (scope, { name: inferenceComponentName, scaling, expectedRequestsPerMinute }) => {
    const props = { inferenceComponentName, expectedRequestsPerMinute, ...bounds(scaling) };
    addOnCdktf(new onCdktf.ScalableCopyCount(scope, 'Scaling', props), scaling);
  },
};
