import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { invokeAsynchronously } from '@inference-constructs/core/out/access/asynchronous';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import { EndpointBase } from './endpoint-base';

/** A SageMaker endpoint that takes requests from Amazon S3, made here or imported. */
export interface IAsyncInferenceEndpoint extends aws_sagemaker.IEndpointRef {
  /** Name by which clients invoke the endpoint. */
  readonly endpointName: string;

  /** ARN of the endpoint. */
  readonly endpointArn: string;

  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  readonly inputLocation: string;

  /** Lets a principal put requests, have them answered, and fetch answers and failures. */
  grantInvoke(grantee: IGrantable): Grant;

  /** Requests that wait. Average over 5 minutes by default. */
  metricApproximateBacklogSize(options?: MetricOptions): Metric;

  /** Requests that wait, over the number of instances. Average over 5 minutes by default. */
  metricApproximateBacklogSizePerInstance(options?: MetricOptions): Metric;

  /** How long the oldest request has been waiting, in seconds. Maximum over 5 minutes by default. */
  metricApproximateAgeOfOldestRequest(options?: MetricOptions): Metric;

  /** 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  metricHasBacklogWithoutCapacity(options?: MetricOptions): Metric;

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  metricInvocation4xxErrors(options?: MetricOptions): Metric;

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  metricInvocation5xxErrors(options?: MetricOptions): Metric;

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  metricModelLatency(options?: MetricOptions): Metric;
}

/** What every asynchronous endpoint offers. */
export abstract class AsyncEndpointBase extends EndpointBase implements IAsyncInferenceEndpoint {
  /** Where callers put requests: `s3://bucket/prefix/`, any key below it. */
  public abstract readonly inputLocation: string;

  /** @internal */
  protected abstract readonly _asynchronous: AsyncSpec;

  /** Lets a principal put requests, have them answered, and fetch answers and failures. */
  public grantInvoke(grantee: IGrantable): Grant {
    return invokeAsynchronously(this._asynchronous, this.endpointArn)
      .map(({ Action, Resource }) =>
        Grant.addToPrincipal({ grantee, actions: [Action].flat(), resourceArns: [Resource].flat() }),
      )
      .reduce((all, grant) => all.combine(grant));
  }

  /** Requests that wait. Average over 5 minutes by default. */
  public metricApproximateBacklogSize(options?: MetricOptions): Metric {
    return this.metrics.approximateBacklogSize(options);
  }

  /** Requests that wait, over the number of instances. Average over 5 minutes by default. */
  public metricApproximateBacklogSizePerInstance(options?: MetricOptions): Metric {
    return this.metrics.approximateBacklogSizePerInstance(options);
  }

  /** How long the oldest request has been waiting, in seconds. Maximum over 5 minutes by default. */
  public metricApproximateAgeOfOldestRequest(options?: MetricOptions): Metric {
    return this.metrics.approximateAgeOfOldestRequest(options);
  }

  /** 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  public metricHasBacklogWithoutCapacity(options?: MetricOptions): Metric {
    return this.metrics.hasBacklogWithoutCapacity(options);
  }
}
