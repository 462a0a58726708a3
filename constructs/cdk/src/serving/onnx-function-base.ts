import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { INVOKE, invokeByUrl } from '@inference-constructs/core/out/access/invoke';
import { FUNCTION_DEFAULTS } from '@inference-constructs/core/out/serving/function-defaults';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import { aliasDimensions, FUNCTION_METRICS } from '@inference-constructs/core/out/serving/service-metrics';
import { serviceMetric } from '../monitoring/metrics';

/** A Lambda function that serves a model package, made here or imported. */
export interface IOnnxFunction extends IConstruct {
  /** Name of the function. */
  readonly functionName: string;

  /** ARN of the alias, which callers invoke. */
  readonly aliasArn: string;

  /** Lets a principal invoke the alias, whichever version it points at, and nothing else of the function. */
  grantInvoke(grantee: IGrantable): Grant;

  /** Lets a principal send requests to the URL of the alias, and invoke the function in no other way. */
  grantInvokeUrl(grantee: IGrantable): Grant;

  /** Invocations of the alias. Sum over 5 minutes by default. */
  metricInvocations(options?: MetricOptions): Metric;

  /** Invocations of the alias that failed. Sum over 5 minutes by default. */
  metricErrors(options?: MetricOptions): Metric;

  /** How long invocations of the alias took, in milliseconds. Average over 5 minutes by default. */
  metricDuration(options?: MetricOptions): Metric;
}

/** What every function offers. */
export abstract class OnnxFunctionBase extends Construct implements IOnnxFunction {
  /** Name of the function. */
  public abstract readonly functionName: string;

  /** ARN of the alias, which callers invoke. */
  public abstract readonly aliasArn: string;

  /** @internal */
  protected readonly _aliasName: string = FUNCTION_DEFAULTS.aliasName;

  /** Lets a principal invoke the alias, whichever version it points at, and nothing else of the function. */
  public grantInvoke(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: [INVOKE.FUNCTION], resourceArns: [this.aliasArn] });
  }

  /** Lets a principal send requests to the URL of the alias, and invoke the function in no other way. */
  public grantInvokeUrl(grantee: IGrantable): Grant {
    return invokeByUrl(this.aliasArn)
      .map(({ Action, Resource, Condition }) =>
        Grant.addToPrincipal({
          grantee,
          actions: [Action].flat(),
          resourceArns: [Resource].flat(),
          conditions: Condition,
        }),
      )
      .reduce((all, grant) => all.combine(grant));
  }

  /** Invocations of the alias. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): Metric {
    return this.metric(FUNCTION_METRICS.INVOCATIONS, options);
  }

  /** Invocations of the alias that failed. Sum over 5 minutes by default. */
  public metricErrors(options?: MetricOptions): Metric {
    return this.metric(FUNCTION_METRICS.ERRORS, options);
  }

  /** How long invocations of the alias took, in milliseconds. Average over 5 minutes by default. */
  public metricDuration(options?: MetricOptions): Metric {
    return this.metric(FUNCTION_METRICS.DURATION, options);
  }

  private metric(metric: ServiceMetric, options?: MetricOptions): Metric {
    return serviceMetric(this, metric, aliasDimensions(this.functionName, this._aliasName), options);
  }
}
