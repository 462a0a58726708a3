import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Connections, IConnectable, ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { Grant } from 'aws-cdk-lib/aws-iam';
import type { Alias, Architecture, Function, IFunction, ILayerVersion, Version } from 'aws-cdk-lib/aws-lambda';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Aws, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import type { Architecture as ArchitectureName } from '@inference-constructs/core/out/catalog/lambda';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import { pinnedFiles } from '@inference-constructs/core/out/model/pinned-package';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { defaultHookName } from '@inference-constructs/core/out/serving/acceptance-hook';
import { decideFunction } from '@inference-constructs/core/out/serving/function';
import { handlerBytes } from '@inference-constructs/core/out/serving/function-code';
import { requireUrl } from '@inference-constructs/core/out/serving/function-url';
import { annotate } from '../annotations';
import { injected } from '../injected';
import { architectureName } from '../architecture';
import { handlerFiles } from '../assets';
import type { Publisher } from '../monitoring/metrics';
import { fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { renderAlarms } from '../render/alarm';
import { renderDeployment } from '../render/deployment';
import { renderAlias, renderFunction, renderUrl, renderVersion } from '../render/function';
import { setLogRemovalPolicy } from '../render/logs';
import { Rendering } from '../render/rendering';
import { renderRole } from '../render/role';
import { addHooks } from '../rollout/hooks';
import type { Rollout } from '../rollout/rollout';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { scaleAlias } from '../scaling/alias-scaling';
import type { ScalableFunctionConcurrency } from '../scaling/scalable-function-concurrency';
import { inMilliseconds, inSeconds } from '../units';
import type { EndpointNetwork } from './endpoint-network';
import { endpointNetwork, requireConnections } from './endpoint-network';
import { functionCode } from './function-code';
import type { FunctionImage } from './function-image';
import type { FunctionUrlCors } from './function-url-cors';
import { corsSpec } from './function-url-cors';
import type { IOnnxFunction } from './onnx-function-base';
import { OnnxFunctionBase } from './onnx-function-base';
import { importAliasArn, importFunctionName } from './onnx-function-import';
import type { OnnxruntimeLayer } from './onnxruntime-layer';
import { onnxruntimeLayer } from './onnxruntime-layer';

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

/**
 * A Lambda function that serves a model package, behind an alias. A change of model, code or configuration publishes a
 * new version, CodeDeploy moves the alias to it as the rollout says, and alarms that watch the new version only
 * (errors, latency, prediction shift) move it back.
 *
 * Old versions are retained, so that the alias can also be set back by hand; Lambda deletes them with the function.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class OnnxFunction extends OnnxFunctionBase implements IConnectable {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.OnnxFunction';

  /**
   * A function that is deployed elsewhere, in this account and region: invoked by the alias `live`, as its own construct
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
  public readonly function: Function;

  /** The version that is deployed by this synth. */
  public readonly version: Version;

  /** Name of the function. */
  public readonly functionName: string;

  /** ARN of the alias, which callers invoke. */
  public readonly aliasArn: string;

  /** What callers invoke: shifts from version to version as the rollout says. */
  public readonly alias: Alias;

  /** Moves the alias, and moves it back. */
  public readonly deploymentGroup: LambdaDeploymentGroup;

  /** The alarms that roll a new version back. They watch that version only and are new with every version. */
  public readonly rollbackAlarms: IAlarm[];

  /**
   * What CodeDeploy asks before a new version gets traffic: `preHook`, or the function that scores the version on the labelled
   * cases of the model package; undefined where there is neither.
   */
  public readonly preHook?: IFunction;

  /** What the function runs as. It may write its log and nothing else; in a VPC, Lambda connects the function with it. */
  public readonly role: IRole;

  /**
   * URL of the alias, with a slash at its end; none without the property `functionUrl`.
   *
   * @default - none
   */
  public readonly url?: string;

  private readonly manifest: ModelManifest;
  private readonly publisher: Publisher;
  private readonly provisionedConcurrency?: number;
  private readonly network?: EndpointNetwork;

  constructor(scope: Construct, id: string, props: OnnxFunctionProps) {
    super(scope, id);
    props = injected(this, OnnxFunction.PROPERTY_INJECTION_ID, props);
    const path = this.node.path;
    const model = at(path, () => pinnedFiles(props.model));
    const handler = at(path, () => handlerFiles());
    const architecture = at(path, () => architectureName(props.architecture));
    const network = at(path, () => endpointNetwork(this, props));
    const { layer, digest } = at(path, () => this.chooseLayer(props, architecture));
    const plan = at(path, () =>
      decideFunction({
        model,
        architecture,
        memoryMib: props.memorySize,
        timeoutSeconds: inSeconds('timeout', props.timeout),
        environment: props.environment,
        rollout: props.rollout?._spec,
        latencyLimitMilliseconds: inMilliseconds('latency limit', props.latencyLimit),
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        reservedConcurrency: props.reservedConcurrency,
        provisionedConcurrency: props.provisionedConcurrency,
        hasUrl: props.functionUrl,
        cors: corsSpec(props.functionUrlCors),
        layerArn: layer?.layerVersionArn,
        hasOwnLayer: props.onnxruntimeLayer !== undefined,
        isImage: props.image !== undefined,
        partition: Aws.PARTITION,
        region: Aws.REGION,
        account: Aws.ACCOUNT_ID,
        hookName: this.hookName(),
        hasOwnPreHook: props.preHook !== undefined,
        handlerBytes: handlerBytes(handler),
        network: network?.spec,
        isUnresolved: (value) => Token.isUnresolved(value),
      }),
    );

    const rendering = new Rendering(plan);
    const role = renderRole(this, 'Role', rendering);
    this.role = role;
    const code = at(path, () => props.image?._bind(this, model, architecture) ?? functionCode(model, handler));
    const { vpc, vpcSubnets } = props;
    this.network = network;
    this.function = renderFunction(this, rendering, {
      role,
      code,
      layer,
      network: network && { vpc, vpcSubnets, securityGroups: network.connections.securityGroups },
    });
    if (digest !== undefined) this.function.invalidateVersionBasedOn(digest);
    this.version = renderVersion(rendering, this.function);
    this.alias = renderAlias(this, rendering, this.version);
    this.functionName = this.function.functionName;
    this.aliasArn = this.alias.functionArn;
    this.url = renderUrl(this, rendering);
    const version = rendering.resource('Version');
    this.rollbackAlarms = renderAlarms(this, rendering, () => version.stack.resolve(version.logicalId) as string);
    this.deploymentGroup = renderDeployment(this, rendering, this.alias, this.rollbackAlarms);

    const shifted = { group: this.deploymentGroup, alias: this.alias };
    this.preHook = at(path, () => addHooks(this, rendering, model, shifted, props));

    this.provisionedConcurrency = props.provisionedConcurrency;
    this.manifest = model.manifest;
    this.publisher = {
      scope: this,
      dimensions: { [Dimensions.FUNCTION]: this.functionName, [Dimensions.MODEL]: model.digest },
    };
    setLogRemovalPolicy(this, props.logRemovalPolicy);
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Opens ports of the function's security groups. A function that is not in a VPC fails with `VpcMissing`. */
  public get connections(): Connections {
    return at(this.node.path, () => requireConnections(this.network, 'function'));
  }

  /** Lets a principal invoke the alias, whichever version it points at, and nothing else of the function. */
  public override grantInvoke(grantee: IGrantable): Grant {
    return this.alias.grantInvoke(grantee);
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
   * Lets a principal send requests to the URL, and invoke the function in no other way. A function without one fails
   * with `UrlMissing`.
   */
  public override grantInvokeUrl(grantee: IGrantable): Grant {
    at(this.node.path, () => requireUrl(this.url));
    return super.grantInvokeUrl(grantee);
  }

  /** Rows answered with this model package, whichever alias asked. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): Metric {
    return predictions(this.publisher, options);
  }

  /**
   * Requests answered by the fallback of this model package instead of the model, which are no predictions. Sum over 5
   * minutes by default. A model without a fallback fails with `NoFallback`.
   */
  public metricFallbackAnswers(options?: MetricOptions): Metric {
    return fallbackAnswers(this.publisher, this.manifest, options);
  }

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): Metric {
    return positive(this.publisher, this.manifest, options);
  }

  private hookName(): string {
    const { stackName, node } = Stack.of(this);
    return defaultHookName(Token.isUnresolved(stackName) ? node.id : stackName, this.node.id, this.node.path);
  }

  private chooseLayer(
    { onnxruntimeLayer: layer, image }: OnnxFunctionProps,
    architecture: ArchitectureName,
  ): Partial<OnnxruntimeLayer> {
    return layer !== undefined || image !== undefined ? { layer } : onnxruntimeLayer(this, architecture);
  }
}
