import type { CloudwatchMetricAlarmMetricQueryMetric } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { VARIANT_NAME } from '@inference-constructs/core/out/serving/endpoint-variants';
import type { MetricOptions } from '../monitoring/metric-options';
import { EndpointGrants } from './endpoint-grants';
import { EndpointMetrics } from './endpoint-metrics';

/** A SageMaker endpoint that answers at once, made here or imported. */
export interface IInferenceEndpoint extends IConstruct {
  /** Name by which clients invoke the endpoint. */
  readonly endpointName: string;

  /** ARN of the endpoint. */
  readonly endpointArn: string;

  /** Lets a role invoke the endpoint, and nothing else. */
  grantInvoke(grantee: IamRole): IamRolePolicy;

  /** Lets a role invoke the endpoint for an answer that comes in pieces, and nothing else. */
  grantInvokeWithResponseStream(grantee: IamRole): IamRolePolicy;

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  metricInvocations(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  metricInvocation4xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  metricInvocation5xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  metricModelLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  metricOverheadLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric;
}

/** What every endpoint offers, whatever it is made of. */
export abstract class EndpointBase extends Construct {
  /** Name by which clients invoke the endpoint. */
  public abstract readonly endpointName: string;

  /** ARN of the endpoint. */
  public abstract readonly endpointArn: string;

  /** What SageMaker publishes of the endpoint, of its variant `live`. */
  public get metrics(): EndpointMetrics {
    return EndpointMetrics.fromEndpointName(this.endpointName, VARIANT_NAME);
  }

  /** Requests answered with a status from 400 to 499. Sum over 5 minutes by default. */
  public metricInvocation4xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.invocation4xxErrors(options);
  }

  /** Requests answered with a status of 500 or above. Sum over 5 minutes by default. */
  public metricInvocation5xxErrors(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.invocation5xxErrors(options);
  }

  /** How long the container took to answer, in microseconds. Average over 5 minutes by default. */
  public metricModelLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.modelLatency(options);
  }
}

/** What every endpoint offers that answers at once. */
export abstract class RealTimeEndpointBase extends EndpointBase implements IInferenceEndpoint {
  /** Lets a role invoke the endpoint, and nothing else. */
  public grantInvoke(grantee: IamRole): IamRolePolicy {
    return EndpointGrants._of(this, this.endpointArn).invoke(grantee);
  }

  /** Lets a role invoke the endpoint for an answer that comes in pieces, and nothing else. */
  public grantInvokeWithResponseStream(grantee: IamRole): IamRolePolicy {
    return EndpointGrants._of(this, this.endpointArn).invokeWithResponseStream(grantee);
  }

  /** Requests the endpoint received. Sum over 5 minutes by default. */
  public metricInvocations(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.invocations(options);
  }

  /** What SageMaker added to the model latency, in microseconds. Average over 5 minutes by default. */
  public metricOverheadLatency(options?: MetricOptions): CloudwatchMetricAlarmMetricQueryMetric {
    return this.metrics.overheadLatency(options);
  }
}
