import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Architecture, IFunction, ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { ModelPackage } from '@inference-constructs/core';
import type { Rollout } from '../rollout/rollout';
import type { FunctionImage } from './function-image';
import type { FunctionUrlCors } from './function-url-cors';

/** Properties of an `OnnxFunction`. */
export interface OnnxFunctionProps {
  /**
   * The model to serve. Together with the handler and the layer it must fit into Lambda's 250 MiB, in an `image` into
   * 10 GiB, else `PackageTooLargeForFunction`. One of which a row cannot be written in a request of 6 MiB fails with
   * `PayloadTooLarge`.
   */
  readonly model: ModelPackage;

  /**
   * Processor of the function. Others than x86_64 and arm64 fail with `ArchitectureUnknown`.
   *
   * @default Architecture.X86_64
   */
  readonly architecture?: Architecture;

  /**
   * Memory of the function in MiB, from 128 to 10240, else `MemoryOutOfRange`. The share of a processor grows with it.
   *
   * @default - half as much again as `bench.json` of the model package has, else 256 MiB and three times the size of the
   * package; at least 512 MiB
   */
  readonly memorySize?: number;

  /**
   * How long an invocation may take: whole seconds, at most 15 minutes, else `TimeoutOutOfRange`. The first invocation
   * of an instance may also load the model and check its recorded answers.
   *
   * @default - 30 seconds, or what `bench.json` of the model package calls for where that is more
   */
  readonly timeout?: Duration;

  /**
   * Environment variables of the handler. Those that the construct or Lambda sets fail with `EnvironmentReserved`, names of other
   * characters than Lambda takes with `EnvironmentNameInvalid`, and more than 4 KiB of names and values with `EnvironmentTooLarge`.
   *
   * @default - only what the runtime needs
   */
  readonly environment?: { readonly [name: string]: string };

  /**
   * How traffic moves to a new version.
   *
   * @default - canary: 10 percent for 15 minutes
   */
  readonly rollout?: Rollout;

  /**
   * A function that CodeDeploy asks before the new version gets traffic: it must call
   * `PutLifecycleEventHookExecutionStatus` within an hour, for which it gets the permission here, or the deployment
   * fails. The first deployment of all shifts no traffic and asks nobody.
   *
   * @default - a function that scores the new version on `acceptance.jsonl` of the model package, which must reach the
   * minimum of `model.json`; none where the package has no such file
   */
  readonly preHook?: IFunction;

  /**
   * A function that CodeDeploy asks after all traffic has shifted, on the same terms as `preHook`. If it reports a failure,
   * all traffic returns to the old version.
   *
   * @default - none
   */
  readonly postHook?: IFunction;

  /**
   * 99th percentile of the duration above which a new version is rolled back.
   *
   * @default Duration.seconds(1)
   */
  readonly latencyLimit?: Duration;

  /**
   * Requests per minute over all versions. With it, synth says whether the canary gets enough of them to see a model
   * that answers wrongly.
   *
   * @default - unknown, and synth says that it was not checked
   */
  readonly expectedRequestsPerMinute?: number;

  /**
   * Most instances of the function at a time, taken from those that all functions of the account share; 0 stops the function.
   * With `provisionedConcurrency` at least twice that, else `ConcurrencyTooLow`.
   *
   * @default - what the account has left
   */
  readonly reservedConcurrency?: number;

  /**
   * Instances of the alias that are always started, and paid for while no requests come: at least 1, else
   * `ConcurrencyOutOfRange`. Requests to them wait for no cold start.
   *
   * @default - none
   */
  readonly provisionedConcurrency?: number;

  /**
   * Whether the alias has a URL for callers that sign their requests (`AWS_IAM`). There is none for callers without
   * credentials: put an API of your own before the function for them.
   *
   * @default false
   */
  readonly functionUrl?: boolean;

  /**
   * Pages that a browser lets call the URL. Needs `functionUrl`, else `UrlMissing`.
   *
   * @default - none: callers are not browsers, or the page comes from the URL's own origin
   */
  readonly functionUrlCors?: FunctionUrlCors;

  /**
   * Layer with onnxruntime-node for the function's architecture.
   *
   * @default - one layer per stack and architecture, from the npm package `@inference-constructs/onnx-layer-linux-x64`
   * or `-arm64`; `LayerPackageMissing` if that is not installed
   */
  readonly onnxruntimeLayer?: ILayerVersion;

  /**
   * A container image instead of a zip on a layer: for a model package of up to 10 GiB. With `onnxruntimeLayer` it fails with
   * `LayerWithImage`.
   *
   * @default - a zip
   */
  readonly image?: FunctionImage;

  /**
   * VPC that the function reaches through its subnets: nothing outside of it without a NAT gateway or endpoints. Serving a
   * model takes none of these, nor do its log and metrics.
   *
   * @default - the network of Lambda, which reaches the internet
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of the VPC, at most 16, else `NetworkInvalid`. Public ones are refused: a function gets no public address there.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the function, at most 5, else `NetworkInvalid`. Needs `vpc`, else `VpcMissing`.
   *
   * @default - one of its own, which lets everything out and nothing in
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * What becomes of the logs of the function, and of the function that scores new versions, when they leave the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}
