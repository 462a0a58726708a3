import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Resource } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { VARIANT_NAME } from '@inference-constructs/core/out/serving/endpoint-variants';
import { EndpointGrants } from './endpoint-grants';
import { EndpointMetrics } from './endpoint-metrics';

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
  /** @internal */
  public readonly _variantName: string = VARIANT_NAME;

  /** Name by which clients invoke the endpoint. */
  public abstract readonly endpointName: string;

  /** ARN of the endpoint. */
  public abstract readonly endpointArn: string;

  /** The endpoint as other modules of the CDK refer to it. */
  public get endpointRef(): aws_sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /** What SageMaker publishes of the endpoint, of its variant `live`. */
  public get metrics(): EndpointMetrics {
    return EndpointMetrics.fromEndpoint(this);
  }

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  public metricInvocation4xxErrors(options?: MetricOptions): Metric {
    return this.metrics.invocation4xxErrors(options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public metricInvocation5xxErrors(options?: MetricOptions): Metric {
    return this.metrics.invocation5xxErrors(options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public metricModelLatency(options?: MetricOptions): Metric {
    return this.metrics.modelLatency(options);
  }
}

/** What every endpoint offers that answers at once. */
export abstract class RealTimeEndpointBase extends EndpointBase implements IInferenceEndpoint {
  /** Lets a principal invoke the endpoint, and nothing else. */
  public grantInvoke(grantee: IGrantable): Grant {
    return EndpointGrants.fromEndpoint(this).invoke(grantee);
  }

  /** Lets a principal invoke the endpoint for an answer that comes in pieces, and nothing else. */
  public grantInvokeWithResponseStream(grantee: IGrantable): Grant {
    return EndpointGrants.fromEndpoint(this).invokeWithResponseStream(grantee);
  }

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): Metric {
    return this.metrics.invocations(options);
  }

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  public metricOverheadLatency(options?: MetricOptions): Metric {
    return this.metrics.overheadLatency(options);
  }
}
