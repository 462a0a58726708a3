import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Duration, Size } from 'aws-cdk-lib/core';
import type { Rollout } from '../rollout/rollout';
import type { ServingContainer } from './serving-container';

/** What every endpoint can be given. */
export interface EndpointOptions {
  /**
   * What serves the model.
   *
   * @default ServingContainer.runtime()
   */
  readonly container?: ServingContainer;

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
   * What the endpoint runs as: a role that SageMaker may take on. What it needs is added in a policy, which goes with the endpoint; to
   * a role that takes none (imported as it is, or of another account) nothing is, and synth says what it has to allow.
   *
   * @default - one of its own
   */
  readonly role?: IRole;
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
   * How traffic moves to a new model, image or instance type.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * 99th percentile of the model latency above which a new release is rolled back.
   *
   * @default Duration.seconds(1)
   */
  readonly latencyLimit?: Duration;

  /**
   * VPC in which the container runs: what it may reach, S3 included, is what the VPC lets it reach.
   *
   * @default - the network of SageMaker, which reaches the internet
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of the VPC, at most 16, else `NetworkInvalid`.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the instances, at most 5, else `NetworkInvalid`. Needs `vpc`, else `VpcMissing`.
   *
   * @default - one of its own, which lets everything out and nothing in
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the container is cut off from every network: its model is fetched for it, and it can call nobody.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;

  /**
   * Size of the volume of each instance, on which the model lies: whole GiB from 1 to 512, else `VolumeSizeOutOfRange`. Types
   * with disks of their own have no such volume, else `VolumeUnsupported`.
   *
   * @default - SageMaker's own
   */
  readonly volumeSize?: Size;

  /**
   * Key that the volumes of the instances are encrypted with. Whoever deploys needs `kms:CreateGrant` on it, and its policy has to
   * leave that to the roles of the account, as it does by default. Types with disks of their own encrypt those by themselves
   * and take no key, else `VolumeUnsupported`.
   *
   * @default - a key of SageMaker
   */
  readonly volumeEncryptionKey?: IKey;

  /**
   * Image from which the instances start, which has the drivers: for example 'al2-ami-sagemaker-inference-gpu-3-1' for CUDA of
   * another version.
   *
   * @default - SageMaker's own
   */
  readonly inferenceAmiVersion?: string;

  /**
   * How long an instance may take to fetch and unpack its model: from a minute to an hour, else `StartupTimeoutOutOfRange`.
   *
   * @default - SageMaker's own, which is not documented; of a model that would take longer than 4 minutes at 25 MiB a second, a
   * minute more than that
   */
  readonly modelDataDownloadTimeout?: Duration;

  /**
   * How long the container may take to pass its first health check, which it does with its model loaded: from a minute to an
   * hour, else `StartupTimeoutOutOfRange`. One that does not is started again, and the endpoint hangs in `Creating`.
   *
   * @default - SageMaker's own 4 minutes, unless the model may need longer: twice the start that its `bench.json` says, else a
   * minute more than its size takes at 50 MiB a second
   */
  readonly containerStartupHealthCheckTimeout?: Duration;
}
