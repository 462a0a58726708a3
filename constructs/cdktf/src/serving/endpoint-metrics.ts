import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { ServiceMetric } from '@inference-constructs/core/out/serving/service-metrics';
import {
  ASYNC_METRICS,
  ENDPOINT_METRICS,
  MULTI_MODEL_METRICS,
  endpointDimensions,
  USUAL_VARIANT_NAME,
  variantDimensions,
} from '@inference-constructs/core/out/serving/service-metrics';
import type { MetricOptions } from '../monitoring/metric-options';
import { serviceMetric } from '../monitoring/metrics';
import { endpointNameOf } from './endpoint-identity';

/** What SageMaker publishes of an endpoint, whoever made it. Each kind of endpoint publishes some of it. */
export class EndpointMetrics {
  /** Metrics of an endpoint that this configuration declares; of its variant `AllTraffic`, unless another is named. */
  public static fromEndpoint(endpoint: SagemakerEndpoint, variantName?: string): EndpointMetrics {
    return new EndpointMetrics(endpointNameOf(endpoint), variantName);
  }

  /** Metrics of an endpoint by its name; of its variant `AllTraffic`, unless another is named. */
  public static fromEndpointName(endpointName: string, variantName?: string): EndpointMetrics {
    return new EndpointMetrics(endpointName, variantName);
  }

  private constructor(
    private readonly endpointName: string,
    private readonly variantName: string = USUAL_VARIANT_NAME,
  ) {}

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public invocations(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(ENDPOINT_METRICS.INVOCATIONS, options);
  }

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  public invocation4xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(ENDPOINT_METRICS.CLIENT_ERRORS, options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public invocation5xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(ENDPOINT_METRICS.ERRORS, options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public modelLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(ENDPOINT_METRICS.LATENCY, options);
  }

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  public overheadLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(ENDPOINT_METRICS.OVERHEAD, options);
  }

  /** Serverless endpoints: how long a container took to start, in microseconds. Average over 5 minutes by default. */
  public modelSetupTime(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(ENDPOINT_METRICS.SETUP, options);
  }

  /** Multi-model endpoints: share of the requests whose model was loaded. Average over 5 minutes by default. */
  public modelCacheHit(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(MULTI_MODEL_METRICS.CACHE_HIT, options);
  }

  /**
   * Multi-model endpoints: how long requests waited for their model, in microseconds. Average over 5 minutes by
   * default.
   */
  public modelLoadingWaitTime(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.variant(MULTI_MODEL_METRICS.LOADING_WAIT, options);
  }

  /** Asynchronous endpoints: requests that wait. Average over 5 minutes by default. */
  public approximateBacklogSize(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.queue(ASYNC_METRICS.BACKLOG, options);
  }

  /** Asynchronous endpoints: requests that wait, over the number of instances. Average over 5 minutes by default. */
  public approximateBacklogSizePerInstance(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.queue(ASYNC_METRICS.BACKLOG_PER_INSTANCE, options);
  }

  /**
   * Asynchronous endpoints: how long the oldest request has been waiting, in seconds. Maximum over 5 minutes by
   * default.
   */
  public approximateAgeOfOldestRequest(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.queue(ASYNC_METRICS.OLDEST_REQUEST, options);
  }

  /** Asynchronous endpoints: 1 while requests wait and there are no instances. Maximum over 5 minutes by default. */
  public hasBacklogWithoutCapacity(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.queue(ASYNC_METRICS.BACKLOG_WITHOUT_CAPACITY, options);
  }

  private variant(metric: ServiceMetric, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return serviceMetric(metric, variantDimensions(this.endpointName, this.variantName), options);
  }

  private queue(metric: ServiceMetric, options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return serviceMetric(metric, endpointDimensions(this.endpointName), options);
  }
}
