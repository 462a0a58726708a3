import type { IAlarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { Grant } from 'aws-cdk-lib/aws-iam';
import type { Alias, Function, IFunction, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decideFunction } from '@inference-constructs/core/out/serving/function';
import { requireUrl } from '@inference-constructs/core/out/serving/function-url';
import { annotate } from '../annotations';
import { injected } from '../injected';
import type { Publisher } from '../monitoring/metrics';
import { fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { renderServedFunction } from '../render/served-function';
import { setLogRemovalPolicy } from '../render/logs';
import { Rendering } from '../render/rendering';
import { addHooks } from '../rollout/hooks';
import { checkRules } from '../rules';
import type { ScalingBounds } from '../scaling/bounds';
import { scaleAlias } from '../scaling/alias-scaling';
import type { ScalableFunctionConcurrency } from '../scaling/scalable-function-concurrency';
import type { EndpointNetwork } from './endpoint-network';
import { requireConnections } from './endpoint-network';
import { functionCode } from './function-code';
import { functionSpec } from './function-spec';
import type { IOnnxFunction } from './onnx-function-base';
import { OnnxFunctionBase } from './onnx-function-base';
import { importAliasArn, importFunctionName } from './onnx-function-import';
import type { OnnxFunctionProps } from './onnx-function-props';

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
    const { plan, model, code, network, layer, layerDigest } = at(path, () => {
      const { spec, handler, ...asked } = functionSpec(this, props);
      const plan = decideFunction(spec);
      const code = props.image?._bind(this, spec.model, asked.architecture) ?? functionCode(spec.model, handler);
      return { ...asked, plan, code };
    });
    const rendering = new Rendering(plan);
    const { vpc, vpcSubnets } = props;
    const rendered = renderServedFunction(this, rendering, {
      code,
      layer,
      layerDigest,
      network: network && { vpc, vpcSubnets, securityGroups: network.connections.securityGroups },
    });
    this.role = rendered.role;
    this.function = rendered.function;
    this.version = rendered.version;
    this.alias = rendered.alias;
    this.functionName = this.function.functionName;
    this.aliasArn = this.alias.functionArn;
    this.url = rendered.url;
    this.rollbackAlarms = rendered.alarms;
    this.deploymentGroup = rendered.deploymentGroup;
    this.network = network;

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
}
