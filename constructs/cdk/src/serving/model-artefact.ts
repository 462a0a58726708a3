import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Aws } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { oncePerStack } from './once-per-stack';
import { staged } from './staging';

const shared = oncePerStack<Asset>();

export interface ModelArtefact {
  /** `s3://bucket/key` of the archive. */
  readonly url: string;
  /** ARN of the archive's object. */
  readonly arn: string;
}

/**
 * The model package as SageMaker fetches it: one tar.gz in the bucket of the CDK bootstrap. CDK's key ends in `.gz`,
 * which SageMaker takes.
 */
export function modelArtefact(scope: Construct, model: LoadedPackage, id: string): ModelArtefact {
  const identity = createHash('sha256').update(`archive\0${model.digest}`).digest('hex');
  const asset = shared(
    scope,
    identity,
    () =>
      new Asset(scope, id, {
        path: model.directory,
        ...staged(identity, 'archive', (directory) => {
          writeTarGz(model.files, join(directory, 'model.tar.gz'));
        }),
      }),
  );
  return {
    url: asset.s3ObjectUrl,
    arn: `arn:${Aws.PARTITION}:s3:::${asset.s3BucketName}/${asset.s3ObjectKey}`,
  };
}
