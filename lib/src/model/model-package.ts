import * as path from 'node:path';
import { knownPackage, loadedPackage, nameInMessages } from './loaded-package';
import type { Pin, PinnedModel } from './lock-file';
import { filesOfPin } from './pinned-source';
import type { RemoteFiles } from './remote-package';

/** What is said of a model package whose files are in Amazon S3 or in SageMaker's model registry. */
export interface RemotePackageOptions {
  /**
   * Digest of the model package, `sha256:<64 hex digits>`, as `ModelPackage.fromDirectory(...).digest` gives it where the
   * files are; else `DigestInvalid`. It tells one release from the next, and is what the runtime's metrics carry.
   */
  readonly digest: string;

  /**
   * Path of the package's `model.json` in this repository: what the alarms, the checks and the notes at synth are made
   * from. A relative path counts from the working directory of the process.
   */
  readonly manifestFile: string;
}

/** What is said of a model package in Amazon S3. */
export interface S3PackageOptions extends RemotePackageOptions {
  /** Name of the bucket, in the region of the endpoint. */
  readonly bucketName: string;

  /**
   * Account that owns the bucket, 12 digits, else `BucketAccountInvalid`. Where it is not that of the endpoint, synth says
   * which statement the policy of the bucket needs, and that of the key.
   *
   * @default - the account of the endpoint
   */
  readonly bucketAccount?: string;

  /**
   * ARN of the customer-managed AWS KMS key that the objects are encrypted with, else `KmsKeyArnInvalid`: the endpoint's role
   * may decrypt with it. Not an alias, which no policy can name.
   *
   * @default - none: Amazon S3's own encryption, which takes no permission
   */
  readonly kmsKeyArn?: string;
}

/** Where the archive of a model package is. */
export interface S3ArchiveOptions extends S3PackageOptions {
  /** Key of the archive: a `.tar.gz` with `model.onnx` at its root, else `ArchiveInvalid`. */
  readonly key: string;
}

/** Where the files of a model package are. */
export interface S3PrefixOptions extends S3PackageOptions {
  /** Prefix of their keys, without a slash at either end, else `PrefixInvalid`. */
  readonly prefix: string;
}

/** A version of a model package in SageMaker's model registry. */
export interface RegistryOptions extends RemotePackageOptions {
  /** ARN of the version, `arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>`, else `ModelPackageArnInvalid`. */
  readonly modelPackageArn: string;

  /** ARN of the S3 object that holds the version's model data: what the endpoint's role may fetch. */
  readonly modelDataArn: string;

  /** ARN of the Amazon ECR repository that holds the version's image: what the endpoint's role may pull. */
  readonly imageRepositoryArn: string;
}

/**
 * A model as it is put into production: a directory with `model.onnx` (and its external data), `model.json` (name,
 * version, signature, classes, provenance) and, as a rule, `golden.jsonl` (recorded answers).
 *
 * It is read and checked when a construct takes it, so that an error names the construct: the graph against the
 * signature, external data for being complete, recorded answers for their shape. The weights are hashed and never loaded.
 */
export class ModelPackage {
  /**
   * A model package in a directory. Nothing is read yet.
   *
   * @param directory Path of the directory. A relative path counts from the working directory of the process.
   */
  public static fromDirectory(directory: string): ModelPackage {
    const model = new ModelPackage(path.resolve(directory));
    nameInMessages(model, directory);
    return model;
  }

  /**
   * A model package in an archive in Amazon S3: for what is too large to be packed at synth, or packed elsewhere. Of its
   * files only `model.json` is read here.
   */
  public static fromS3Archive(options: S3ArchiveOptions): ModelPackage {
    const { digest, manifestFile, ...location } = options;
    return ModelPackage.elsewhere({ source: { kind: 's3-archive', ...location }, digest, manifestFile });
  }

  /**
   * A model package as files below a prefix in Amazon S3, which SageMaker fetches as they are: the fastest start of a
   * large model. Only for endpoints on instances, else `ModelSourceUnsupported`.
   */
  public static fromS3Prefix(options: S3PrefixOptions): ModelPackage {
    const { digest, manifestFile, ...location } = options;
    return ModelPackage.elsewhere({ source: { kind: 's3-prefix', ...location }, digest, manifestFile });
  }

  /**
   * A version in SageMaker's model registry, which brings its own image and data; a container that the endpoint is given
   * is not used. Only for endpoints on instances, else `ModelSourceUnsupported`.
   */
  public static fromRegistry(options: RegistryOptions): ModelPackage {
    const { modelPackageArn: arn, modelDataArn, imageRepositoryArn, digest, manifestFile } = options;
    const source = { kind: 'registry' as const, arn, modelDataArn, imageRepositoryArn };
    return ModelPackage.elsewhere({ source, digest, manifestFile });
  }

  /**
   * A package that a lock pins.
   *
   * @internal
   */
  public static _pinned(model: PinnedModel, lock: string): ModelPackage {
    const { directory, remote } = filesOfPin(model, path.dirname(lock));
    const pinned = new ModelPackage(path.resolve(directory), remote, { model, lock });
    nameInMessages(pinned, directory);
    return pinned;
  }

  private static elsewhere(remote: RemoteFiles): ModelPackage {
    return new ModelPackage(path.dirname(path.resolve(remote.manifestFile)), remote);
  }

  /** @internal */
  public readonly _remote?: RemoteFiles;

  /** @internal */
  public readonly _pin?: Pin;

  private constructor(
    /** Absolute path of the directory; of a package whose files are elsewhere, that of its `model.json`. */
    public readonly directory: string,
    remote?: RemoteFiles,
    pin?: Pin,
  ) {
    this._remote = remote;
    this._pin = pin;
  }

  /**
   * The same package, its files elsewhere.
   *
   * @internal
   */
  public _from(remote: RemoteFiles): ModelPackage {
    return new ModelPackage(this.directory, remote, this._pin);
  }

  /** Name of the model, from `model.json`. */
  public get name(): string {
    return knownPackage(this).manifest.name;
  }

  /** Semantic version of the model, from `model.json`. */
  public get version(): string {
    return knownPackage(this).manifest.version;
  }

  /**
   * What the model is for, from `model.json`.
   *
   * @default - none
   */
  public get description(): string | undefined {
    return knownPackage(this).manifest.description;
  }

  /** SHA-256 over paths, sizes and contents of all files, as `sha256:<64 hex digits>`. The same on every machine. */
  public get digest(): string {
    return knownPackage(this).digest;
  }

  /**
   * Paths of the files relative to the directory, sorted. Names that begin with a dot are not part of the package. Of a
   * package whose files are elsewhere this, and all that is counted in them, fails with `ModelElsewhere`.
   */
  public get files(): string[] {
    return loadedPackage(this).files.map((file) => file.path);
  }

  /** Size of all files together, in bytes, before compression. */
  public get bytes(): number {
    return loadedPackage(this).bytes;
  }

  /** Numbers the model holds, counted in the graph of `model.onnx`: weights, constants, thresholds of trees. */
  public get parameterCount(): number {
    return loadedPackage(this).graph.parameterCount;
  }

  /** Size of these numbers in bytes, in `model.onnx` and in its external data. */
  public get parameterBytes(): number {
    return loadedPackage(this).graph.parameterBytes;
  }

  /** Names of the inputs a request must bring, in the order of the signature in `model.json`. */
  public get inputNames(): string[] {
    return knownPackage(this).manifest.signature.inputs.map((input) => input.name);
  }

  /** Names of the outputs an answer holds, in the order of the signature in `model.json`. */
  public get outputNames(): string[] {
    return knownPackage(this).manifest.signature.outputs.map((output) => output.name);
  }

  /** Names of the classes in the order of the score columns, from `model.json`. Empty for a regression. */
  public get classNames(): string[] {
    return [...(knownPackage(this).manifest.classes?.names ?? [])];
  }

  /** Operators the graph uses, sorted, as `Name` or, outside the default operator set, `domain.Name`. */
  public get operators(): string[] {
    return Object.keys(loadedPackage(this).graph.opTypes);
  }

  /** Recorded answers in `golden.jsonl`, which the runtime computes again before it takes requests. */
  public get goldenCases(): number {
    return loadedPackage(this).goldenCases;
  }
}
