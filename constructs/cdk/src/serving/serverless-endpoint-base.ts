import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IInferenceEndpoint } from './endpoint-base';
import { RealTimeEndpointBase } from './endpoint-base';

/** A SageMaker endpoint without instances, made here or imported. */
export interface IServerlessInferenceEndpoint extends IInferenceEndpoint {
  /** How long a container took to start, in microseconds, where a request waited for it. Average over 5 minutes by default. */
  metricModelSetupTime(options?: MetricOptions): Metric;
}

/** What every serverless endpoint offers. */
export abstract class ServerlessEndpointBase extends RealTimeEndpointBase implements IServerlessInferenceEndpoint {
  /** How long a container took to start, in microseconds, where a request waited for it. Average over 5 minutes by default. */
  public metricModelSetupTime(options?: MetricOptions): Metric {
    return this.metrics.modelSetupTime(options);
  }
}
