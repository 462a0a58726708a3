import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Resource } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { INVOKE } from '@inference-constructs/core/out/access/invoke';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import { ENDPOINT_METRICS, variantDimensions } from '@inference-constructs/core/out/serving/service-metrics';
import { serviceMetric } from '../monitoring/metrics';

/** A SageMaker endpoint that answers at once, made here or imported. */
export interface IInferenceEndpoint extends aws_sagemaker.IEndpointRef {
  /** Name by which clients invoke the endpoint. */
  readonly endpointName: string;

  /** ARN of the endpoint. */
  readonly endpointArn: string;

  /** Lets a principal invoke the endpoint, and nothing else. */
  grantInvoke(grantee: IGrantable): Grant;

  /** Lets a principal invoke the endpoint for an answer that comes in pieces, and nothing else. */
  grantInvokeWithResponseStream(grantee: IGrantable): Grant;

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  metricInvocations(options?: MetricOptions): Metric;

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  metricInvocation4xxErrors(options?: MetricOptions): Metric;

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  metricInvocation5xxErrors(options?: MetricOptions): Metric;

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  metricModelLatency(options?: MetricOptions): Metric;

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  metricOverheadLatency(options?: MetricOptions): Metric;
}

/** What every endpoint offers, whatever it is made of. */
export abstract class EndpointBase extends Resource implements aws_sagemaker.IEndpointRef {
  /** Name by which clients invoke the endpoint. */
  public abstract readonly endpointName: string;

  /** ARN of the endpoint. */
  public abstract readonly endpointArn: string;

  /** The endpoint as other modules of the CDK refer to it. */
  public get endpointRef(): aws_sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  public metricInvocation4xxErrors(options?: MetricOptions): Metric {
    return this._metric(ENDPOINT_METRICS.CLIENT_ERRORS, options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public metricInvocation5xxErrors(options?: MetricOptions): Metric {
    return this._metric(ENDPOINT_METRICS.ERRORS, options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public metricModelLatency(options?: MetricOptions): Metric {
    return this._metric(ENDPOINT_METRICS.LATENCY, options);
  }

  /** @internal */
  protected _metric(
    metric: ServiceMetric,
    options?: MetricOptions,
    dimensions = variantDimensions(this.endpointName),
  ): Metric {
    return serviceMetric(this, metric, dimensions, options);
  }
}

/** What every endpoint offers that answers at once. */
export abstract class RealTimeEndpointBase extends EndpointBase implements IInferenceEndpoint {
  /** Lets a principal invoke the endpoint, and nothing else. */
  public grantInvoke(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT);
  }

  /** Lets a principal invoke the endpoint for an answer that comes in pieces, and nothing else. */
  public grantInvokeWithResponseStream(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT_STREAM);
  }

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): Metric {
    return this._metric(ENDPOINT_METRICS.INVOCATIONS, options);
  }

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  public metricOverheadLatency(options?: MetricOptions): Metric {
    return this._metric(ENDPOINT_METRICS.OVERHEAD, options);
  }

  private grant(grantee: IGrantable, action: string): Grant {
    return Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [this.endpointArn] });
  }
}
