import type { ModelPackage } from '@inference-constructs/core';
import type { Rollout } from '../rollout/rollout';
import type { FunctionImage } from './function-image';
import type { FunctionUrlCors } from './function-url-cors';

/** Properties of an `OnnxFunction`. */
export interface OnnxFunctionProps {
  /**
   * The model to serve. Together with the handler and the layer it must fit into Lambda's 250 MiB, else
   * `PackageTooLargeForFunction`, and together with the handler into the 50 MiB that Terraform uploads, else
   * `CodeTooLargeForUpload`; in an `image` into 10 GiB. One of which a row cannot be written in a request of 6 MiB fails with
   * `PayloadTooLarge`.
   */
  readonly model: ModelPackage;

  /**
   * Processor of the function: `x86_64` or `arm64`, else `ArchitectureUnknown`.
   *
   * @default 'x86_64'
   */
  readonly architecture?: string;

  /**
   * Memory of the function in MiB, from 128 to 10240, else `MemoryOutOfRange`. The share of a processor grows with it.
   *
   * @default - half as much again as `bench.json` of the model package has, else 256 MiB and three times the size of the
   * package; at least 512 MiB
   */
  readonly memorySize?: number;

  /**
   * How long an invocation may take: whole seconds, at most 900, else `TimeoutOutOfRange`. The first invocation of an
   * instance may also load the model and check its recorded answers.
   *
   * @default - 30 seconds, or what `bench.json` of the model package calls for where that is more
   */
  readonly timeoutSeconds?: number;

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
   * Name of a function that CodeDeploy asks before the new version gets traffic. It must begin with `CodeDeployHook_`, or the
   * role of the deployment group be allowed to invoke it, and it must call `PutLifecycleEventHookExecutionStatus` within an
   * hour, or the deployment fails. The first deployment of all shifts no traffic and asks nobody.
   *
   * @default - a function that scores the new version on `acceptance.jsonl` of the model package, which must reach the
   * minimum of `model.json`; none where the package has no such file
   */
  readonly preHookName?: string;

  /**
   * Name of a function that CodeDeploy asks after all traffic has shifted, on the same terms as `preHookName`. If it reports
   * a failure, all traffic returns to the old version.
   *
   * @default - none
   */
  readonly postHookName?: string;

  /**
   * Whether `terraform apply` starts the deployment of a new version, waits for its end and fails if it was rolled back.
   * `true` with a rollout of more than an hour fails with `RolloutTooLongForApply`.
   *
   * @default - yes, if the rollout takes at most an hour; else run `startDeploymentCommand` after the apply
   */
  readonly deployOnApply?: boolean;

  /**
   * 99th percentile of the duration above which a new version is rolled back, in milliseconds.
   *
   * @default 1000
   */
  readonly latencyLimitMilliseconds?: number;

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
   * ARN of a layer version with onnxruntime-node for the function's architecture.
   *
   * @default - one layer per stack and architecture, from the npm package `@inference-constructs/onnx-layer-linux-x64`
   * or `-arm64`; `LayerPackageMissing` if that is not installed
   */
  readonly onnxruntimeLayerArn?: string;

  /**
   * A container image instead of a zip on a layer: for a model package of up to 10 GiB. With `onnxruntimeLayerArn` it fails with
   * `LayerWithImage`.
   *
   * @default - a zip
   */
  readonly image?: FunctionImage;

  /**
   * Ids of the subnets of a VPC that the function reaches, at most 16, else `NetworkInvalid`: nothing outside of it without a
   * NAT gateway or endpoints, and never from a public subnet. Serving a model takes none of these, nor do its log and metrics.
   *
   * @default - the network of Lambda, which reaches the internet
   */
  readonly subnetIds?: string[];

  /**
   * Ids of the security groups of the function, at most 5, else `NetworkInvalid`. Goes with `subnetIds`, else `VpcMissing`.
   *
   * @default - none, where there are no `subnetIds`
   */
  readonly securityGroupIds?: string[];

  /**
   * Whether the logs of the function, and of the functions that deploy and score new versions, stay when Terraform
   * destroys them.
   *
   * @default false
   */
  readonly retainLogs?: boolean;
}
