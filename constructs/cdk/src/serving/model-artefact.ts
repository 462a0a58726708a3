import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AssetOptions, FileAssetLocation } from 'aws-cdk-lib/core';
import { AssetStaging, Aws, Names, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { writeTarGz } from '@inference-constructs/core/out/model/archive';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { oncePerStack } from './once-per-stack';
import { staged } from './staging';

const shared = oncePerStack<FileAssetLocation>();

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
  const { s3ObjectUrl, bucketName, objectKey } = shared(scope, identity, () =>
    upload(
      new Construct(scope, id),
      model.directory,
      staged(identity, 'archive', (directory) => {
        writeTarGz(model.files, join(directory, 'model.tar.gz'));
      }),
    ),
  );
  return { url: s3ObjectUrl, arn: `arn:${Aws.PARTITION}:s3:::${bucketName}/${objectKey}` };
}

/** What an `Asset` does, without a bucket to grant on: that loads all that is known of regions, half as long as all else takes. */
function upload(scope: Construct, sourcePath: string, options: AssetOptions): FileAssetLocation {
  const stack = Stack.of(scope);
  const staging = new AssetStaging(scope, 'Stage', { sourcePath, ...options });
  return stack.synthesizer.addFileAsset({
    packaging: staging.packaging,
    sourceHash: staging.assetHash,
    fileName: staging.relativeStagedPath(stack),
    displayName: Names.stackRelativeConstructPath(scope),
  });
}
