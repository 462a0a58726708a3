import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import {
  ASYNC_METRICS,
  ENDPOINT_METRICS,
  MULTI_MODEL_METRICS,
  endpointDimensions,
  variantDimensions,
} from '@inference-constructs/core/out/serving/service-metrics';
import { serviceMetric } from '../monitoring/metrics';
import { endpointNameOf, variantNameOf } from './endpoint-identity';
import type { EndpointReferenceOptions } from './endpoint-reference';

/** What SageMaker publishes of an endpoint, whoever made it. Each kind of endpoint publishes some of it. */
export class EndpointMetrics {
  /** Metrics of an endpoint: an L1, an L2 of any library, or an import. */
  public static fromEndpoint(
    endpoint: aws_sagemaker.IEndpointRef,
    options: EndpointReferenceOptions = {},
  ): EndpointMetrics {
    return new EndpointMetrics(endpoint, options);
  }

  private constructor(
    private readonly endpoint: aws_sagemaker.IEndpointRef,
    private readonly reference: EndpointReferenceOptions,
  ) {}

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public invocations(options?: MetricOptions): Metric {
    return this.variant(ENDPOINT_METRICS.INVOCATIONS, options);
  }

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  public invocation4xxErrors(options?: MetricOptions): Metric {
    return this.variant(ENDPOINT_METRICS.CLIENT_ERRORS, options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public invocation5xxErrors(options?: MetricOptions): Metric {
    return this.variant(ENDPOINT_METRICS.ERRORS, options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public modelLatency(options?: MetricOptions): Metric {
    return this.variant(ENDPOINT_METRICS.LATENCY, options);
  }

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  public overheadLatency(options?: MetricOptions): Metric {
    return this.variant(ENDPOINT_METRICS.OVERHEAD, options);
  }

  /** Serverless endpoints: how long a container took to start, in microseconds. Average over 5 minutes by default. */
  public modelSetupTime(options?: MetricOptions): Metric {
    return this.variant(ENDPOINT_METRICS.SETUP, options);
  }

  /** Multi-model endpoints: share of the requests whose model was loaded. Average over 5 minutes by default. */
  public modelCacheHit(options?: MetricOptions): Metric {
    return this.variant(MULTI_MODEL_METRICS.CACHE_HIT, options);
  }

  /**
   * Multi-model endpoints: how long requests waited for their model, in microseconds. Average over 5 minutes by
   * default.
   */
  public modelLoadingWaitTime(options?: MetricOptions): Metric {
    return this.variant(MULTI_MODEL_METRICS.LOADING_WAIT, options);
  }

  /** Asynchronous endpoints: requests that wait. Average over 5 minutes by default. */
  public approximateBacklogSize(options?: MetricOptions): Metric {
    return this.queue(ASYNC_METRICS.BACKLOG, options);
  }

  /** Asynchronous endpoints: requests that wait, over the number of instances. Average over 5 minutes by default. */
  public approximateBacklogSizePerInstance(options?: MetricOptions): Metric {
    return this.queue(ASYNC_METRICS.BACKLOG_PER_INSTANCE, options);
  }

  /**
   * Asynchronous endpoints: how long the oldest request has been waiting, in seconds. Maximum over 5 minutes by
   * default.
   */
  public approximateAgeOfOldestRequest(options?: MetricOptions): Metric {
    return this.queue(ASYNC_METRICS.OLDEST_REQUEST, options);
  }

  /** Asynchronous endpoints: 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  public hasBacklogWithoutCapacity(options?: MetricOptions): Metric {
    return this.queue(ASYNC_METRICS.BACKLOG_WITHOUT_CAPACITY, options);
  }

  private variant(metric: ServiceMetric, options?: MetricOptions): Metric {
    const dimensions = variantDimensions(this.endpointName(), variantNameOf(this.endpoint, this.reference));
    return serviceMetric(this.endpoint, metric, dimensions, options);
  }

  private queue(metric: ServiceMetric, options?: MetricOptions): Metric {
    return serviceMetric(this.endpoint, metric, endpointDimensions(this.endpointName()), options);
  }

  private endpointName(): string {
    return endpointNameOf(this.endpoint, this.reference);
  }
}
