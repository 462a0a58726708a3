import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { INVOKE, invokeByUrl } from '@inference-constructs/core/out/access/invoke';
import { FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function-defaults';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import { aliasDimensions, FUNCTION_METRICS } from '@inference-constructs/core/out/serving/service-metrics';
import { grantStatements, grantTo } from '../access/invoke';
import type { MetricOptions } from '../monitoring/metric-options';
import { serviceMetric } from '../monitoring/metrics';

/** A Lambda function that serves a model package, made here or imported. */
export interface IOnnxFunction extends IConstruct {
  /** Name of the function. */
  readonly functionName: string;

  /** ARN of the alias, which callers invoke. */
  readonly aliasArn: string;

  /** Lets a role invoke the alias, whichever version it points at, and nothing else of the function. */
  grantInvoke(grantee: IamRole): IamRolePolicy;

  /** Lets a role send requests to the URL of the alias, and invoke the function in no other way. */
  grantInvokeUrl(grantee: IamRole): IamRolePolicy;

  /** Invocations of the alias. Sum over 5 minutes by default. */
  metricInvocations(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** Invocations of the alias that failed. Sum over 5 minutes by default. */
  metricErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** How long invocations of the alias took, in milliseconds. Average over 5 minutes by default. */
  metricDuration(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;
}

/** What every function offers. */
export abstract class OnnxFunctionBase extends Construct implements IOnnxFunction {
  /** Name of the function. */
  public abstract readonly functionName: string;

  /** ARN of the alias, which callers invoke. */
  public abstract readonly aliasArn: string;

  /** @internal */
  protected readonly _aliasName: string = FUNCTION_DEFAULTS.aliasName;

  /** Lets a role invoke the alias, whichever version it points at, and nothing else of the function. */
  public grantInvoke(grantee: IamRole): IamRolePolicy {
    return grantTo(grantee, this, INVOKE.FUNCTION, this.aliasArn);
  }

  /** Lets a role send requests to the URL of the alias, and invoke the function in no other way. */
  public grantInvokeUrl(grantee: IamRole): IamRolePolicy {
    return grantStatements(grantee, this, invokeByUrl(this.aliasArn), 'Url');
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

  private metric(metric: ServiceMetric, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return serviceMetric(metric, aliasDimensions(this.functionName, this._aliasName), options);
  }
}
