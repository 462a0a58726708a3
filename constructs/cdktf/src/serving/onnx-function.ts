import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CodedeployDeploymentGroup } from '@cdktf/provider-aws/lib/codedeploy-deployment-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import type { Construct } from 'constructs';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { ACCEPTANCE_HOOK } from '@inference-constructs/core/out/serving/acceptance-hook';
import { decideFunction } from '@inference-constructs/core/out/serving/function';
import { requireUrl } from '@inference-constructs/core/out/serving/function-url';
import { annotate } from '../annotations';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { fallbackAnswers, positive, predictions } from '../monitoring/metrics';
import { RenderedPlan } from '../render/render-plan';
import { deployFunction } from '../rollout/function-deployment';
import { checkRules } from '../rules';
import { scaleAlias } from '../scaling/alias-scaling';
import type { ScalingBounds } from '../scaling/bounds';
import type { ScalableFunctionConcurrency } from '../scaling/scalable-function-concurrency';
import { functionsCode } from './function-code';
import { functionSpec } from './function-spec';
import type { IOnnxFunction } from './onnx-function-base';
import { OnnxFunctionBase } from './onnx-function-base';
import { importAliasArn, importFunctionName } from './onnx-function-import';
import type { OnnxFunctionProps } from './onnx-function-props';

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
    const { plan, model, rollout, code } = at(path, () => {
      const { spec, handler, ...asked } = functionSpec(this, props);
      const plan = decideFunction(spec);
      return { ...asked, plan, code: functionsCode(this, plan, spec.model, handler, props.image) };
    });
    const rendered = new RenderedPlan(this, plan, code);
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
      (rendered.has(ACCEPTANCE_HOOK) ? rendered.get(ACCEPTANCE_HOOK, LambdaFunction).functionName : undefined);
    this.startDeploymentCommand = deployFunction(this, rendered, {
      function: this.function,
      alias: this.alias,
      deploymentGroup: this.deploymentGroup,
      rollout,
      preHookName: this.preHookName,
      postHookName: props.postHookName,
    });
    this.provisionedConcurrency = props.provisionedConcurrency;
    this.manifest = model.manifest;
    this.publisher = {
      path,
      dimensions: { [Dimensions.FUNCTION]: this.functionName, [Dimensions.MODEL]: model.digest },
    };
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
}
