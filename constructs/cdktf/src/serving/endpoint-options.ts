import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { Rollout } from '../rollout/rollout';
import type { ServingContainer } from './serving-container';

/** What every endpoint can be given. */
export interface EndpointOptions {
  /** What serves the model. Terraform builds no image: push the one of the runtime, or use one that is there. */
  readonly container: ServingContainer;

  /**
   * Environment variables of the container, at most 100 and 32 KiB together. Those that only the construct can know fail with
   * `EnvironmentReserved`, names of other characters than SageMaker takes with `EnvironmentNameInvalid`, and names or values above
   * 1024 bytes with `EnvironmentTooLarge`.
   *
   * @default - only what the runtime needs
   */
  readonly environment?: { readonly [name: string]: string };

  /**
   * Name of the endpoint, at most 63 letters, digits and hyphens. Must not refer to the endpoint itself: its rollback
   * alarms name it, and it names them.
   *
   * @default - stack name, construct id and a hash of the construct path
   */
  readonly endpointName?: string;

  /**
   * What the endpoint runs as: a role of this configuration that SageMaker may take on. What it needs is added in a policy, which
   * goes with the endpoint.
   *
   * @default - that of `roleArn`, or one of its own
   */
  readonly role?: IamRole;

  /**
   * The same by the ARN of a role that is made elsewhere, else `RoleArnInvalid`: as text, or of a data source. Nothing is added to
   * it; synth says what it has to allow. Not beside `role`, else `RoleTwice`.
   *
   * @default - that of `role`, or one of its own
   */
  readonly roleArn?: string;
}

/** What an endpoint on instances can be given. */
export interface InstanceEndpointOptions extends EndpointOptions {
  /**
   * SageMaker hosting instance type, else `InstanceTypeInvalid`. On one with NVIDIA GPUs the model runs on CUDA. A model
   * that cannot fit into its memory fails with `ModelTooLargeForInstance`.
   *
   * @default - 'ml.c7i.large', or the smallest of its family with the memory that the models take: half as much again as
   * `bench.json` says, else 256 MiB and three times the size of the package
   */
  readonly instanceType?: string;

  /**
   * Number of instances: at least 1, and at least 2 for a canary, else `InstanceCountOutOfRange` or
   * `CanaryNeedsInstances`. A deployment runs twice as many for its duration.
   *
   * @default 2
   */
  readonly instanceCount?: number;

  /**
   * How traffic moves to a new model, image or instance type. A deployment that may take longer than the hour for which
   * the provider waits fails with `DeploymentTooLong`.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new release is rolled back, in milliseconds.
   *
   * @default 1000
   */
  readonly latencyLimitMilliseconds?: number;

  /**
   * Ids of the subnets of the VPC in which the container runs, at most 16, else `NetworkInvalid`: what it may reach, S3
   * included, is what the VPC lets it reach.
   *
   * @default - the network of SageMaker, which reaches the internet
   */
  readonly subnetIds?: string[];

  /**
   * Ids of the security groups of the instances, at most 5, else `NetworkInvalid`. Goes with `subnetIds`, else `VpcMissing`.
   *
   * @default - none, where there are no `subnetIds`
   */
  readonly securityGroupIds?: string[];

  /**
   * Whether the container is cut off from every network: its model is fetched for it, and it can call nobody.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;

  /**
   * Size of the volume of each instance in GiB, on which the model lies: a whole number from 1 to 512, else `VolumeSizeOutOfRange`. Types
   * with disks of their own have no such volume, else `VolumeUnsupported`.
   *
   * @default - SageMaker's own
   */
  readonly volumeSizeGib?: number;

  /**
   * ARN of the KMS key that the volumes of the instances are encrypted with. Whoever deploys needs `kms:CreateGrant` on it, and its policy has to
   * leave that to the roles of the account, as it does by default. Types with disks of their own encrypt those by themselves
   * and take no key, else `VolumeUnsupported`.
   *
   * @default - a key of SageMaker
   */
  readonly volumeKmsKeyArn?: string;

  /**
   * Image from which the instances start, which has the drivers: for example 'al2-ami-sagemaker-inference-gpu-3-1' for CUDA of
   * another version.
   *
   * @default - SageMaker's own
   */
  readonly inferenceAmiVersion?: string;

  /**
   * How long an instance may take to fetch and unpack its model, in seconds: from 60 to 3600, else `StartupTimeoutOutOfRange`.
   *
   * @default - SageMaker's own, which is not documented; of a model that would take longer than 4 minutes at 25 MiB a second, a
   * minute more than that
   */
  readonly modelDataDownloadTimeoutSeconds?: number;

  /**
   * How long the container may take to pass its first health check, which it does with its model loaded, in seconds: from 60
   * to 3600, else `StartupTimeoutOutOfRange`. One that does not is started again, and the endpoint hangs in `Creating`.
   *
   * @default - SageMaker's own 240, unless the model may need longer: twice the start that its `bench.json` says, else a
   * minute more than its size takes at 50 MiB a second
   */
  readonly containerStartupHealthCheckTimeoutSeconds?: number;
}

/** Where the archive of a model package in a directory is put. */
export interface ArtifactsOptions {
  /**
   * Name of an S3 bucket in the endpoint's region for the archive of the model package, which is uploaded when Terraform
   * applies. Its key is `inference-constructs/<endpoint>/<model>/<digest>-<upload>.tar.gz`, where `<endpoint>` is the
   * construct path with a hash of it; an archive is deleted once its release no longer serves.
   *
   * @default - none; a model package in a directory fails with `ArtifactsBucketMissing`
   */
  readonly artifactsBucket?: string;

  /**
   * ARN of the customer-managed KMS key that this bucket encrypts with: the endpoint may decrypt with it. The policy of the
   * key has to leave that to the roles of the account, as it does by default.
   *
   * @default - none: a key of Amazon S3 or of AWS, which need no permission
   */
  readonly artifactsBucketKmsKeyArn?: string;
}
