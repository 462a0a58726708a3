import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Resource } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import { INVOKE } from '@inference-constructs/core/out/access/invoke';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import {
  COMPONENT_METRICS,
  componentDimensions,
  ENDPOINT_METRICS,
} from '@inference-constructs/core/out/serving/service-metrics';
import { serviceMetric } from '../monitoring/metrics';

/** An inference component, made here or imported. */
export interface IInferenceComponent extends aws_sagemaker.IInferenceComponentRef {
  /** Name by which requests to the endpoint ask for it (`InferenceComponentName`). */
  readonly inferenceComponentName: string;

  /** ARN of the component. */
  readonly inferenceComponentArn: string;

  /** Lets a principal invoke the component on its endpoint. */
  grantInvoke(grantee: IGrantable): Grant;

  /** Lets a principal invoke the component on its endpoint for an answer that comes in pieces. */
  grantInvokeWithResponseStream(grantee: IGrantable): Grant;

  /** Requests the component received. Sum over 5 minutes by default. */
  metricInvocations(options?: MetricOptions): Metric;

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  metricInvocation4xxErrors(options?: MetricOptions): Metric;

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  metricInvocation5xxErrors(options?: MetricOptions): Metric;

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  metricModelLatency(options?: MetricOptions): Metric;

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  metricOverheadLatency(options?: MetricOptions): Metric;

  /** Requests over the number of copies. Sum over 5 minutes by default. */
  metricInvocationsPerCopy(options?: MetricOptions): Metric;

  /** Requests that a copy answers at a time. Maximum over 5 minutes by default. */
  metricConcurrentRequestsPerCopy(options?: MetricOptions): Metric;

  /** Requests that failed because there was no copy. Sum over 5 minutes by default. */
  metricNoCapacityInvocationFailures(options?: MetricOptions): Metric;
}

/** An inference component that is deployed elsewhere, in the account and region of the stack. */
export interface InferenceComponentAttributes {
  /** Name of the component. */
  readonly inferenceComponentName: string;

  /** Name of the endpoint that hosts it. */
  readonly endpointName: string;
}

/** What every inference component offers, made here or imported. */
export abstract class InferenceComponentBase extends Resource implements IInferenceComponent {
  /** Name by which requests to the endpoint ask for it (`InferenceComponentName`). */
  public abstract readonly inferenceComponentName: string;

  /** ARN of the component. */
  public abstract readonly inferenceComponentArn: string;

  /** @internal */
  protected abstract readonly _endpointArn: string;

  /** The component as other modules of the CDK refer to it. */
  public get inferenceComponentRef(): aws_sagemaker.InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  /** Lets a principal invoke the component on its endpoint: SageMaker asks for both. */
  public grantInvoke(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT);
  }

  /** Lets a principal invoke the component on its endpoint for an answer that comes in pieces. */
  public grantInvokeWithResponseStream(grantee: IGrantable): Grant {
    return this.grant(grantee, INVOKE.ENDPOINT_STREAM);
  }

  /** Requests the component received. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): Metric {
    return this.metricOf(ENDPOINT_METRICS.INVOCATIONS, options);
  }

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  public metricInvocation4xxErrors(options?: MetricOptions): Metric {
    return this.metricOf(ENDPOINT_METRICS.CLIENT_ERRORS, options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public metricInvocation5xxErrors(options?: MetricOptions): Metric {
    return this.metricOf(ENDPOINT_METRICS.ERRORS, options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public metricModelLatency(options?: MetricOptions): Metric {
    return this.metricOf(ENDPOINT_METRICS.LATENCY, options);
  }

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  public metricOverheadLatency(options?: MetricOptions): Metric {
    return this.metricOf(ENDPOINT_METRICS.OVERHEAD, options);
  }

  /** Requests over the number of copies. Sum over 5 minutes by default. */
  public metricInvocationsPerCopy(options?: MetricOptions): Metric {
    return this.metricOf(COMPONENT_METRICS.INVOCATIONS_PER_COPY, options);
  }

  /** Requests that a copy answers at a time. Maximum over 5 minutes by default. */
  public metricConcurrentRequestsPerCopy(options?: MetricOptions): Metric {
    return this.metricOf(COMPONENT_METRICS.CONCURRENCY_PER_COPY, options);
  }

  /** Requests that failed because there was no copy. Sum over 5 minutes by default. */
  public metricNoCapacityInvocationFailures(options?: MetricOptions): Metric {
    return this.metricOf(COMPONENT_METRICS.NO_CAPACITY, options);
  }

  private metricOf(metric: ServiceMetric, options?: MetricOptions): Metric {
    return serviceMetric(this, metric, componentDimensions(this.inferenceComponentName), options);
  }

  private grant(grantee: IGrantable, action: string): Grant {
    const resourceArns = [this._endpointArn, this.inferenceComponentArn];
    return Grant.addToPrincipal({ grantee, actions: [action], resourceArns });
  }
}
