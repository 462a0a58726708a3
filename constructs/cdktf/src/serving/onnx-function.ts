import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CodedeployDeploymentGroup } from '@cdktf/provider-aws/lib/codedeploy-deployment-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ModelPackage } from '@inference-constructs/core';
import { INVOKE, invokeByUrl } from '@inference-constructs/core/out/access/invoke';
import { Dimensions } from '@inference-constructs/core/out/contract/metrics';
import { at } from '@inference-constructs/core/out/errors';
import { loadedPackage } from '@inference-constructs/core/out/model/loaded-package';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decideFunction, FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function';
import { grantStatements, grantTo } from '../access/invoke';
import { handlerBytes } from '@inference-constructs/core/out/serving/function-code';
import { requireUrl } from '@inference-constructs/core/out/serving/function-url';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import { aliasDimensions, FUNCTION_METRICS } from '@inference-constructs/core/out/serving/service-metrics';
import { annotate } from '../annotations';
import { architectureName } from '../architecture';
import { handlerFiles } from '../assets';
import type { MetricOptions } from '../monitoring/metric-options';
import type { Publisher } from '../monitoring/metrics';
import { positive, predictions, serviceMetric } from '../monitoring/metrics';
import { partitionOf, regionOf } from '../render/account';
import { RenderedPlan } from '../render/render-plan';
import type { Rollout } from '../rollout/rollout';
import { startDeploymentCommand } from '../rollout/start-deployment';
import { checkRules } from '../rules';
import { scaleAlias } from '../scaling/alias-scaling';
import type { ScalingBounds } from '../scaling/bounds';
import type { ScalableFunctionConcurrency } from '../scaling/scalable-function-concurrency';
import { functionCode } from './function-code';
import { onnxruntimeLayer } from './onnxruntime-layer';

/** Properties of an `OnnxFunction`. */
export interface OnnxFunctionProps {
  /**
   * The model to serve. Together with the handler and the layer it must fit into Lambda's 250 MiB, else
   * `PackageTooLargeForFunction`, and together with the handler into the 50 MiB that Terraform uploads, else
   * `CodeTooLargeForUpload`.
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
   * @default - 256 MiB and three times the size of the model package, at least 512 MiB
   */
  readonly memorySize?: number;

  /**
   * How long an invocation may take: whole seconds, at most 900, else `TimeoutOutOfRange`. The first invocation of an
   * instance may also load the model and check its recorded answers.
   *
   * @default 30
   */
  readonly timeoutSeconds?: number;

  /**
   * Environment variables of the handler.
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
   * ARN of a layer version with onnxruntime-node for the function's architecture.
   *
   * @default - one layer per stack and architecture, from the npm package `@inference-constructs/onnx-layer-linux-x64`
   * or `-arm64`; `LayerPackageMissing` if that is not installed
   */
  readonly onnxruntimeLayerArn?: string;
}

/**
 * A Lambda function that serves a model package, behind an alias. A change of model, code or configuration publishes a
 * new version. Terraform starts no CodeDeploy deployment: `startDeploymentCommand` does, and CodeDeploy then moves the
 * alias to the new version as the rollout says, while alarms that watch that version only (errors, latency, prediction
 * shift) move it back.
 *
 * Faults of the model package and of the properties are thrown when the construct is made, with its path. Rules that
 * need the finished tree fail the synth.
 */
export class OnnxFunction extends Construct {
  /** The function. Callers use the alias. */
  public readonly function: LambdaFunction;

  /** What callers invoke: CodeDeploy shifts it from version to version, and Terraform leaves it where it is. */
  public readonly alias: LambdaAlias;

  /** Moves the alias, and moves it back. */
  public readonly deploymentGroup: CodedeployDeploymentGroup;

  /** The alarms that roll a new version back. They watch that version only and are new with every version. */
  public readonly rollbackAlarms: CloudwatchMetricAlarm[];

  /** What the function runs as. It may write its log and nothing else. */
  public readonly role: IamRole;

  /**
   * A shell command for the AWS command line that starts the deployment of the version that was applied last, waits for
   * its end and fails if it was rolled back. Put it in a `TerraformOutput` and run it after `terraform apply`. It reads
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
    const model = at(path, () => loadedPackage(props.model));
    const handler = at(path, () => handlerFiles());
    const architecture = at(path, () => architectureName(props.architecture));
    const plan = at(path, () =>
      decideFunction({
        model,
        architecture,
        memoryMib: props.memorySize,
        timeoutSeconds: props.timeoutSeconds,
        environment: props.environment,
        rollout: props.rollout?._spec,
        latencyLimitMilliseconds: props.latencyLimitMilliseconds,
        expectedRequestsPerMinute: props.expectedRequestsPerMinute,
        reservedConcurrency: props.reservedConcurrency,
        provisionedConcurrency: props.provisionedConcurrency,
        hasUrl: props.functionUrl,
        layerArn: props.onnxruntimeLayerArn ?? onnxruntimeLayer(this, architecture).arn,
        partition: partitionOf(this),
        handlerBytes: handlerBytes(handler),
        isUnresolved: (value) => Token.isUnresolved(value),
      }),
    );

    const rendered = new RenderedPlan(this, plan, { Function: at(path, () => functionCode(this, model, handler)) });
    this.function = rendered.get('Function', LambdaFunction);
    this.role = rendered.get('Role', IamRole);
    this.alias = rendered.get('Alias', LambdaAlias);
    this.rollbackAlarms = rendered.all(CloudwatchMetricAlarm);
    this.deploymentGroup = rendered.get('DeploymentGroup', CodedeployDeploymentGroup);

    this.url = rendered.all(LambdaFunctionUrl)[0]?.functionUrl;

    const { functionName, version } = this.function;
    this.startDeploymentCommand = startDeploymentCommand({
      region: regionOf(this),
      applicationName: this.deploymentGroup.appName,
      deploymentGroupName: this.deploymentGroup.deploymentGroupName,
      functionName,
      aliasName: FUNCTION_DEFAULTS.aliasName,
      version,
    });
    this.provisionedConcurrency = props.provisionedConcurrency;
    this.manifest = model.manifest;
    this.publisher = { path, dimensions: { [Dimensions.FUNCTION]: functionName, [Dimensions.MODEL]: model.digest } };
    annotate(this, plan.notes);
    checkRules(this);
  }

  /** Lets a role invoke the alias, whichever version it points at, and nothing else of the function. */
  public grantInvoke(grantee: IamRole): IamRolePolicy {
    return grantTo(grantee, this, INVOKE.FUNCTION, this.alias.arn);
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
  public grantInvokeUrl(grantee: IamRole): IamRolePolicy {
    at(this.node.path, () => requireUrl(this.url));
    return grantStatements(grantee, this, invokeByUrl(this.alias.arn), 'Url');
  }

  /** Invocations of the alias. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metric(FUNCTION_METRICS.INVOCATIONS, options);
  }

  /** Invocations of the alias that failed. Sum over 5 minutes by default. */
  public metricErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metric(FUNCTION_METRICS.ERRORS, options);
  }

  /** How long invocations of the alias took, in milliseconds. Average over 5 minutes by default. */
  public metricDuration(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metric(FUNCTION_METRICS.DURATION, options);
  }

  /** Rows answered with this model package, whichever alias asked. Sum over 5 minutes by default. */
  public metricPredictions(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return predictions(this.publisher, options);
  }

  /**
   * Rows answered with the positive class of this model package. Sum over 5 minutes by default. A model without a
   * positive class fails with `NoPositiveClass`.
   */
  public metricPositive(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return positive(this.publisher, this.manifest, options);
  }
  private metric(metric: ServiceMetric, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return serviceMetric(metric, aliasDimensions(this.function.functionName), options);
  }
}
