import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IConstruct } from 'constructs';
import { invokeAsynchronously } from '@inference-constructs/core/out/access/asynchronous';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import { grantStatements } from '../access/invoke';
import type { MetricOptions } from '../monitoring/metric-options';
import { EndpointBase } from './endpoint-base';

/** A SageMaker endpoint that takes requests from Amazon S3, made here or imported. */
export interface IAsyncInferenceEndpoint extends IConstruct {
  /** Name by which clients invoke the endpoint. */
  readonly endpointName: string;

  /** ARN of the endpoint. */
  readonly endpointArn: string;

  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  readonly inputLocation: string;

  /** Lets a role put requests, have them answered, and fetch answers and failures. */
  grantInvoke(grantee: IamRole): IamRolePolicy;

  /** Requests that wait. Average over 5 minutes by default. */
  metricApproximateBacklogSize(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** Requests that wait, over the number of instances. Average over 5 minutes by default. */
  metricApproximateBacklogSizePerInstance(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** How long the oldest request has been waiting, in seconds. Maximum over 5 minutes by default. */
  metricApproximateAgeOfOldestRequest(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  metricHasBacklogWithoutCapacity(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  metricInvocation4xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  metricInvocation5xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  metricModelLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;
}

/** What every asynchronous endpoint offers. */
export abstract class AsyncEndpointBase extends EndpointBase implements IAsyncInferenceEndpoint {
  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  public abstract readonly inputLocation: string;

  /** @internal */
  protected abstract readonly _asynchronous: AsyncSpec;

  /** Lets a role put requests, have them answered, and fetch answers and failures. */
  public grantInvoke(grantee: IamRole): IamRolePolicy {
    return grantStatements(grantee, this, invokeAsynchronously(this._asynchronous, this.endpointArn));
  }

  /** Requests that wait. Average over 5 minutes by default. */
  public metricApproximateBacklogSize(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.approximateBacklogSize(options);
  }

  /** Requests that wait, over the number of instances. Average over 5 minutes by default. */
  public metricApproximateBacklogSizePerInstance(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.approximateBacklogSizePerInstance(options);
  }

  /** How long the oldest request has been waiting, in seconds. Maximum over 5 minutes by default. */
  public metricApproximateAgeOfOldestRequest(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.approximateAgeOfOldestRequest(options);
  }

  /** 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  public metricHasBacklogWithoutCapacity(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.hasBacklogWithoutCapacity(options);
  }
}
