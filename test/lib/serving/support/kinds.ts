import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import { ModelPackage } from '@inference-constructs/core';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import type { EndpointSpec } from '@inference-constructs/core/out/serving/endpoint';
import { decideEndpoint } from '@inference-constructs/core/out/serving/endpoint';
import type { MultiModelSpec } from '@inference-constructs/core/out/serving/multi-model-endpoint';
import { decideMultiModelEndpoint } from '@inference-constructs/core/out/serving/multi-model-endpoint';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';
import type { ServerlessSpec } from '@inference-constructs/core/out/serving/serverless-endpoint';
import { decideServerlessEndpoint } from '@inference-constructs/core/out/serving/serverless-endpoint';
import type { PlannedResource } from '@inference-constructs/core/out/plan/plan';
import { join } from 'node:path';

export const MIB = 1024 * 1024;
const folder = join(__dirname, '..', '..', '..', '..', 'examples', 'diagnosis', 'models', 'v1');
export const model = loadedPackage(ModelPackage.fromDirectory(folder));
const hosted = {
  endpointName: 'diagnosis',
  image: 'image',
  imageRepositoryArn: 'repository',
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  isUnresolved: () => false,
};

/** The model, and where it lies. */
export const data = { model, modelDataUrl: 's3://bucket/key', modelDataArn: 'arn:aws:s3:::bucket/key' };
export const asynchronous: AsyncSpec = {
  inputBucketArn: 'arn:aws:s3:::in',
  inputPrefix: 'in',
  outputBucketName: 'out',
  outputBucketArn: 'arn:aws:s3:::out',
  outputPrefix: 'out',
  failurePrefix: 'failed',
};

/** A model of which a row fits into no request to a real-time endpoint. */
export const wide: ServedModel = {
  ...model,
  manifest: {
    ...model.manifest,
    signature: {
      ...model.manifest.signature,
      inputs: [{ name: 'image', type: 'float32', shape: ['batch', 3, 1024, 1024] }],
    },
  },
};

/** What is decided of an endpoint of each kind. */
export const endpoint = (spec: Partial<EndpointSpec>) => decideEndpoint({ ...hosted, ...data, ...spec });
export const serverless = (spec: Partial<ServerlessSpec>) => decideServerlessEndpoint({ ...hosted, ...data, ...spec });
export const multiModel = (spec: Partial<MultiModelSpec>) =>
  decideMultiModelEndpoint({
    ...hosted,
    bucketName: 'models',
    bucketArn: 'arn:aws:s3:::models',
    prefix: 'all',
    ...spec,
  });
export const named = (resources: readonly PlannedResource[], id: string) =>
  resources.find((each) => each.id === id)!.properties;

/** The model of another size. */
export const sized = (bytes: number) => ({ ...model, bytes });
