import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IInferenceEndpoint } from './endpoint-base';
import { RealTimeEndpointBase } from './endpoint-base';

/** A SageMaker endpoint that loads models when they are asked for, made here or imported. */
export interface IMultiModelEndpoint extends IInferenceEndpoint {
  /** Share of the requests whose model was loaded already. Average over 5 minutes by default. */
  metricModelCacheHit(options?: MetricOptions): Metric;

  /** How long requests waited for their model to be fetched and loaded, in microseconds. Average over 5 minutes by default. */
  metricModelLoadingWaitTime(options?: MetricOptions): Metric;
}

/** What every multi-model endpoint offers. */
export abstract class MultiModelEndpointBase extends RealTimeEndpointBase implements IMultiModelEndpoint {
  /** Share of the requests whose model was loaded already. Average over 5 minutes by default. */
  public metricModelCacheHit(options?: MetricOptions): Metric {
    return this.metrics.modelCacheHit(options);
  }

  /** How long requests waited for their model to be fetched and loaded, in microseconds. Average over 5 minutes by default. */
  public metricModelLoadingWaitTime(options?: MetricOptions): Metric {
    return this.metrics.modelLoadingWaitTime(options);
  }
}
