import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CodedeployDeploymentGroup } from '@cdktf/provider-aws/lib/codedeploy-deployment-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import { pinnedFiles } from '@inference-constructs/core/out/model/pinned-package';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { deployerInvocations, deploysOnApply, DEPLOYER } from '@inference-constructs/core/out/rollout/deployer';
import { DEFAULT_ROLLOUT } from '@inference-constructs/core/out/rollout/rollout';
import { ACCEPTANCE_HOOK, defaultHookName } from '@inference-constructs/core/out/serving/acceptance-hook';
import { decideFunction, FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function';
import { handlerBytes } from '@inference-constructs/core/out/serving/function-code';
import { requireUrl } from '@inference-constructs/core/out/serving/function-url';
import { annotate } from '../annotations';
import { architectureName } from '../architecture';
import { acceptanceHookFiles, deployerFiles, handlerFiles } from '../assets';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { ACCOUNT_OF_ROLE, partitionOf, regionOf } from '../render/account';
import { RenderedPlan } from '../render/render-plan';
import { checkAlias } from '../rollout/alias-check';
import { deployOnApply } from '../rollout/deploy-on-apply';
import type { Rollout } from '../rollout/rollout';
import { startDeploymentCommand } from '../rollout/start-deployment';
import { checkRules } from '../rules';
import { scaleAlias } from '../scaling/alias-scaling';
import type { ScalingBounds } from '../scaling/bounds';
import type { ScalableFunctionConcurrency } from '../scaling/scalable-function-concurrency';
import { endpointNetwork } from './endpoint-network';
import { deployerCode, functionCode, hookCode } from './function-code';
import type { FunctionImage } from './function-image';
import type { FunctionUrlCors } from './function-url-cors';
import type { IOnnxFunction } from './onnx-function-base';
import { OnnxFunctionBase } from './onnx-function-base';
import { importAliasArn, importFunctionName } from './onnx-function-import';
import { onnxruntimeLayer } from './onnxruntime-layer';

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

/**
 * A Lambda function that serves a model package, behind an alias. A change of model, code or configuration publishes a
 * new version. The provider has no resource that starts a CodeDeploy deployment: a small function, the deployer, does
 * while Terraform applies. CodeDeploy moves the alias to the new version as the rollout says, alarms that watch that version
 * only (errors, latency, prediction shift) move it back, and the apply fails if they do. A rollout that takes longer than
 * an hour is started with `startDeploymentCommand`. A `check` block warns where the alias is not at the latest version.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class OnnxFunction extends OnnxFunctionBase {
  /**
   * A function that is deployed elsewhere, in the account and region of the provider: invoked by the alias `live`, as its own construct
   * names it.
   */
  public static fromFunctionName(scope: Construct, id: string, functionName: string): IOnnxFunction {
    return importFunctionName(scope, id, functionName);
  }

  /** A function that is deployed elsewhere, by the ARN of its alias: of another form, it fails with `AliasArnInvalid`. */
  public static fromAliasArn(scope: Construct, id: string, aliasArn: string): IOnnxFunction {
    return importAliasArn(scope, id, aliasArn);
  }

  /** The function. Callers use the alias. */
  public readonly function: LambdaFunction;

  /** Name of the function. */
  public readonly functionName: string;

  /** ARN of the alias, which callers invoke. */
  public readonly aliasArn: string;

  /** What callers invoke: CodeDeploy shifts it from version to version, and Terraform leaves it where it is. */
  public readonly alias: LambdaAlias;

  /** Moves the alias, and moves it back. */
  public readonly deploymentGroup: CodedeployDeploymentGroup;

  /** The alarms that roll a new version back. They watch that version only and are new with every version. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  /** What the function runs as. It may write its log and nothing else; in a VPC, Lambda connects the function with it. */
  public readonly role: IamRole;

  /** Name of the function that CodeDeploy asks before a new version gets traffic; undefined where there is none. */
  public readonly preHookName?: string;

  /**
   * A shell command for the AWS command line that starts the deployment of the version that was applied last, waits for
   * its end and fails if it was rolled back. Where `deployOnApply` is off, put it in a `TerraformOutput` and run it after
   * `terraform apply`. It reads
   * from AWS which version the alias is at, and does nothing if it is there already; after the first apply it is.
   */
  public readonly startDeploymentCommand: string;

  /**
   * URL of the alias, with a slash at its end; none without the property `functionUrl`.
   *
   * @default - none
   */
  public readonly url?: string;

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly provisionedConcurrency?: number;

  constructor(scope: Construct, id: string, props: OnnxFunctionProps) {
    super(scope, id);
    const path = this.node.path;
    const model = at(path, () => pinnedFiles(props.model));
    const handler = at(path, () => handlerFiles());
    const architecture = at(path, () => architectureName(props.architecture));
    const rollout = props.rollout?._spec ?? DEFAULT_ROLLOUT;
    const plan = at(path, () =>
      decideFunction({
        model,
        architecture,
        memoryMib: props.memorySize,
        timeoutSeconds: props.timeoutSeconds,
        environment: props.environment,
        rollout,
        latencyLimitMilliseconds: props.latencyLimitMilliseconds,
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        reservedConcurrency: props.reservedConcurrency,
        provisionedConcurrency: props.provisionedConcurrency,
        hasUrl: props.functionUrl,
        cors: props.functionUrlCors,
        layerArn: this.layerArn(props, architecture),
        hasOwnLayer: props.onnxruntimeLayerArn !== undefined,
        isImage: props.image !== undefined,
        partition: partitionOf(this),
        region: regionOf(this),
        account: ACCOUNT_OF_ROLE,
        hookName: defaultHookName(TerraformStack.of(this).node.id, id, path),
        hasOwnPreHook: props.preHookName !== undefined,
        hasDeployer: deploysOnApply(rollout, props.deployOnApply),
        handlerBytes: handlerBytes(handler),
        network: endpointNetwork(props, 'Lambda'),
        isUnresolved: (value) => Token.isUnresolved(value),
      }),
    );

    const has = (entry: string) => plan.resources.some((resource) => resource.id === entry);
    const rendered = new RenderedPlan(
      this,
      plan,
      at(path, () => ({
        Function:
          props.image === undefined ? functionCode(this, model, handler) : { imageUri: props.image._bind(this) },
        ...(has(ACCEPTANCE_HOOK) ? { [ACCEPTANCE_HOOK]: hookCode(this, model, acceptanceHookFiles()) } : {}),
        ...(has(DEPLOYER) ? { [DEPLOYER]: deployerCode(this, deployerFiles()) } : {}),
      })),
    );
    this.function = rendered.get('Function', LambdaFunction);
    this.role = rendered.get('Role', IamRole);
    this.alias = rendered.get('Alias', LambdaAlias);
    this.rollbackAlarms = rendered.all(CloudwatchMetricAlarm);
    if (props.retainLogs === true) for (const logs of rendered.all(CloudwatchLogGroup)) logs.skipDestroy = true;
    this.deploymentGroup = rendered.get('DeploymentGroup', CodedeployDeploymentGroup);

    this.functionName = this.function.functionName;
    this.aliasArn = this.alias.arn;
    this.url = rendered.all(LambdaFunctionUrl)[0]?.functionUrl;
    this.preHookName =
      props.preHookName ??
      (has(ACCEPTANCE_HOOK) ? rendered.get(ACCEPTANCE_HOOK, LambdaFunction).functionName : undefined);

    const { functionName, version } = this.function;
    const deployment = {
      applicationName: this.deploymentGroup.appName,
      deploymentGroupName: this.deploymentGroup.deploymentGroupName,
      functionName,
      aliasName: FUNCTION_DEFAULTS.aliasName,
      beforeAllowTraffic: this.preHookName,
      afterAllowTraffic: props.postHookName,
    };
    this.startDeploymentCommand = startDeploymentCommand({ ...deployment, region: regionOf(this), version });
    const hooks = [this.preHookName, props.postHookName].filter((name) => name !== undefined).length;
    const deployed = has(DEPLOYER)
      ? deployOnApply(this, rendered.get(DEPLOYER, LambdaFunction).functionName, deployerInvocations(rollout, hooks), {
          ...deployment,
          targetVersion: version,
        })
      : undefined;
    checkAlias(this, { alias: this.alias, function: this.function, after: deployed ?? this.alias });
    this.provisionedConcurrency = props.provisionedConcurrency;
    this.manifest = model.manifest;
    this.publisher = { path, dimensions: { [Dimensions.FUNCTION]: functionName, [Dimensions.MODEL]: model.digest } };
    annotate(this, plan.notes);
    checkRules(this);
  }

  /**
   * Keeps execution environments of the alias ready, between bounds, by the policies and schedules that are added to
   * what it gives; a change of them deploys no version. Fails with `ScalingAlreadyOn` the second time, and with
   * `ProvisionedConcurrencyDeclared` beside `provisionedConcurrency`.
   */
  public autoScaleProvisionedConcurrency(bounds: ScalingBounds): ScalableFunctionConcurrency {
    return scaleAlias(this, this.function, this.alias, bounds, this.provisionedConcurrency);
  }

  /**
   * Lets a role send requests to the URL, and invoke the function in no other way. A function without one fails
   * with `UrlMissing`.
   */
  public override grantInvokeUrl(grantee: IamRole): IamRolePolicy {
    at(this.node.path, () => requireUrl(this.url));
    return super.grantInvokeUrl(grantee);
  }

  /** Rows answered with this model package, whichever alias asked. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return predictions(this.publisher, options);
  }

  /**
   * Requests answered by the fallback of this model package instead of the model, which are no predictions. Sum over 5
   * minutes by default. A model without a fallback fails with `NoFallback`.
   */
  public metricFallbackAnswers(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return fallbackAnswers(this.publisher, this.manifest, options);
  }

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return positive(this.publisher, this.manifest, options);
  }

  private layerArn({ onnxruntimeLayerArn: layer, image }: OnnxFunctionProps, architecture: Architecture) {
    return layer !== undefined || image !== undefined ? layer : onnxruntimeLayer(this, architecture).arn;
  }
}
