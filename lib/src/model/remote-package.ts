import * as path from 'node:path';
import { InferenceError } from '../errors';
import type { ModelManifest } from './manifest';
import { parseManifest } from './manifest-reader';
import type { OnnxVersions } from './onnx/model';
import { readText } from './open-file';
import { isToken } from './token';
import { checkOwner } from './s3-owner';
import type { S3Location } from './s3-uri';

/** In Amazon S3, and whose it is. */
export type S3Source = S3Location & {
  /** Account that owns the bucket, where it is another one. */
  readonly bucketAccount?: string;
  /** ARN of the key that the objects are encrypted with. */
  readonly kmsKeyArn?: string;
};

/** Where the files of a package are that this machine does not have. */
export type RemoteSource =
  | S3Source
  | {
      readonly kind: 'registry';
      readonly arn: string;
      readonly modelDataArn: string;
      readonly imageRepositoryArn: string;
    };

/** A package as its author describes it. */
export interface RemoteFiles {
  readonly source: RemoteSource;
  readonly digest: string;
  readonly manifestFile: string;
}

/** A package whose weights are elsewhere: what its model.json says, and the digest that names it. */
export interface RemotePackage {
  readonly manifest: ModelManifest;
  readonly digest: string;
  readonly source: RemoteSource;
  /** What its .onnx file asks of an onnxruntime, where a lock says it; the file is not read. */
  readonly graph?: OnnxVersions;
  /** The same of the package that answers for it. */
  readonly fallbackGraph?: OnnxVersions;
}

/** What names a model package. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;
const REGISTRY_ARN = /^arn:[a-z-]+:sagemaker:[a-z0-9-]+:\d{12}:model-package\/[a-zA-Z0-9-]+(\/\d+)?$/;

/** Reads the model.json that lies in the repository, and checks what is said of the rest. A token passes. */
export function readRemotePackage(source: RemoteSource, digest: string, manifestFile: string): RemotePackage {
  checkSource(source);
  if (!isToken(digest) && !DIGEST.test(digest)) {
    throw new InferenceError(
      'DigestInvalid',
      `digest (${JSON.stringify(digest)}): "sha256:" and 64 hexadecimal digits. write what ModelPackage.fromDirectory(...).digest says of the files`,
    );
  }
  const text = readText(path.resolve(manifestFile), manifestFile, 'ManifestInvalid');
  return { manifest: parseManifest(text, manifestFile), digest, source };
}

function checkSource(source: RemoteSource): void {
  if (source.kind === 's3-archive' && !isToken(source.key) && !/[^/]\.tar\.gz$/.test(source.key)) {
    throw new InferenceError(
      'ArchiveInvalid',
      `key (${JSON.stringify(source.key)}): SageMaker takes one .tar.gz. pack the directory with "tar -czf model.tar.gz -C DIRECTORY ."`,
    );
  }
  if (source.kind === 's3-prefix' && !isToken(source.prefix) && !/^[^/](.*[^/])?$/.test(source.prefix)) {
    throw new InferenceError(
      'PrefixInvalid',
      `prefix (${JSON.stringify(source.prefix)}): not empty, without a slash at either end. write for example "models/diagnosis/1.0.0"`,
    );
  }
  if (source.kind !== 'registry') checkOwner(source);
  if (source.kind === 'registry' && !isToken(source.arn) && !REGISTRY_ARN.test(source.arn)) {
    throw new InferenceError(
      'ModelPackageArnInvalid',
      `model package ARN (${JSON.stringify(source.arn)}): one version of SageMaker's model registry. ` +
        'write arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>',
    );
  }
}
