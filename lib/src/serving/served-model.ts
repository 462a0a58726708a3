import { InferenceError } from '../errors';
import type { BenchResult } from '../model/bench';
import type { ModelManifest } from '../model/manifest';
import type { OnnxVersions } from '../model/onnx/model';
import type { RemotePackage } from '../model/remote-package';

/** What a decision needs of a model package, wherever its files are. */
export interface ServedModel {
  readonly manifest: ModelManifest;
  /** `sha256:<64 hex digits>`. */
  readonly digest: string;
  /** All files together; undefined where they were not read. */
  readonly bytes?: number;
  /** What was measured of it; undefined where the package does not say. */
  readonly bench?: BenchResult;
  /** What should be said there of what was measured; undefined where it does not say. */
  readonly measuredDigest?: string;
  /** What the .onnx file says; undefined where neither it was read nor a lock says it. */
  readonly graph?: OnnxVersions;
  /** The same of the package that answers for it; undefined where it has none. */
  readonly fallbackGraph?: OnnxVersions;
}

/** From where SageMaker fetches a model. */
export interface ModelData {
  /** `s3://bucket/key` of an archive, or `s3://bucket/prefix/` of files as they are; none for a model of the registry. */
  readonly modelDataUrl?: string;
  /** Files below a prefix, rather than one archive. */
  readonly modelDataIsPrefix?: boolean;
  /** ARN of the object, or of everything below the prefix. */
  readonly modelDataArn: string;
  /** ARN of the bucket of a prefix, whose keys have to be listed. */
  readonly modelBucketArn?: string;
  /** Account that owns the bucket and has to let this one in; none where nothing is left to do. */
  readonly modelBucketAccount?: string;
  /** ARN of the customer-managed key that the files are encrypted with. */
  readonly modelKeyArn?: string;
  /** Whether the policy of that key lets this account in already. */
  readonly modelKeyLetsIn?: boolean;
  /** ARN of a model package version in SageMaker's registry, which names its own image and data. */
  readonly registryArn?: string;
  /** ARN of the repository of that image. */
  readonly modelRepositoryArn?: string;
}

/** Where SageMaker fetches a package from that this machine does not have. */
export function remoteModelData({ source }: RemotePackage, partition: string): ModelData {
  if (source.kind === 'registry') {
    const { arn: registryArn, modelDataArn, imageRepositoryArn: modelRepositoryArn } = source;
    return { registryArn, modelDataArn, modelRepositoryArn };
  }
  const bucketArn = `arn:${partition}:s3:::${source.bucketName}`;
  const owned = { modelBucketAccount: source.bucketAccount, modelKeyArn: source.kmsKeyArn };
  if (source.kind === 's3-archive') {
    const { bucketName, key } = source;
    return { ...owned, modelDataUrl: `s3://${bucketName}/${key}`, modelDataArn: `${bucketArn}/${key}` };
  }
  return {
    ...owned,
    modelDataUrl: `s3://${source.bucketName}/${source.prefix}/`,
    modelDataIsPrefix: true,
    modelDataArn: `${bucketArn}/${source.prefix}/*`,
    modelBucketArn: bucketArn,
  };
}

/** From where the image of a model is pulled: one of the registry has its own. */
export function repositoryOf(hosted: {
  readonly modelRepositoryArn?: string;
  readonly imageRepositoryArn: string;
}): string {
  return hosted.modelRepositoryArn ?? hosted.imageRepositoryArn;
}

/** SageMaker fetches files as they are, and models of the registry, only for endpoints on instances. */
export function requireArchive(data: ModelData, target: string): void {
  if (data.modelDataIsPrefix !== true && data.registryArn === undefined) return;
  const what = data.registryArn === undefined ? 'files below an S3 prefix' : 'a package of the model registry';
  throw new InferenceError(
    'ModelSourceUnsupported',
    `model (${what}): not on ${target}. use ModelPackage.fromDirectory or ModelPackage.fromS3Archive, or an InferenceEndpoint`,
  );
}
