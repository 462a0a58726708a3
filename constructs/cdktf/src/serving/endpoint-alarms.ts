import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { Plan } from '@inference-constructs/core/out/plan/plan';
import type { WatchSpec } from '@inference-constructs/core/out/serving/endpoint-watch';
import { decideErrorsWatch, decideLatencyWatch } from '@inference-constructs/core/out/serving/endpoint-watch';
import { USUAL_VARIANT_NAME } from '@inference-constructs/core/out/serving/service-metrics';
import { RenderedPlan } from '../render/render-plan';
import { endpointNameOf } from './endpoint-identity';

/** How an alarm watches an endpoint. */
export interface EndpointAlarmOptions {
  /**
   * How far the alarm looks back, in seconds: whole minutes, from 60 to 86400, else `WindowOutOfRange`. The longer, the
   * fewer requests make it sure.
   *
   * @default 900
   */
  readonly windowSeconds?: number;

  /**
   * Whether the endpoint is asynchronous: then requests are counted by their latencies, because SageMaker does not publish
   * how many it got.
   *
   * @default false
   */
  readonly asynchronous?: boolean;
}

/** How an alarm watches the latency of an endpoint. */
export interface EndpointLatencyAlarmOptions extends EndpointAlarmOptions {
  /** Highest model latency that is good enough, in milliseconds. */
  readonly limitMilliseconds: number;
}

/**
 * Alarms on a running endpoint, whoever made it, by the same statistics that roll releases of this library back: a few
 * requests that fail, or a single slow one, raise none. They watch the old and the new fleet, so they are no rollback alarms.
 */
export class EndpointAlarms {
  /** Alarms on an endpoint that this configuration declares; on its variant `AllTraffic`, unless another is named. */
  public static fromEndpoint(endpoint: SagemakerEndpoint, variantName?: string): EndpointAlarms {
    return new EndpointAlarms(endpointNameOf(endpoint), variantName);
  }

  /** Alarms on an endpoint by its name; on its variant `AllTraffic`, unless another is named. */
  public static fromEndpointName(endpointName: string, variantName?: string): EndpointAlarms {
    return new EndpointAlarms(endpointName, variantName);
  }

  private constructor(
    private readonly endpointName: string,
    private readonly variantName: string = USUAL_VARIANT_NAME,
  ) {}

  /** Goes off when significantly more than 1 % of at least 20 requests are answered with a status of 500 or above. */
  public errors(scope: Construct, id: string, options: EndpointAlarmOptions = {}): CloudwatchMetricAlarm {
    return this.render(scope, id, () => decideErrorsWatch(this.spec(id, options)));
  }

  /**
   * Goes off when the 99th percentile of the model latency exceeds the limit; below 1000 requests the 90th, below 20 none.
   */
  public latency(scope: Construct, id: string, options: EndpointLatencyAlarmOptions): CloudwatchMetricAlarm {
    return this.render(scope, id, () => decideLatencyWatch(this.spec(id, options), options.limitMilliseconds));
  }

  private render(scope: Construct, id: string, decide: () => Plan): CloudwatchMetricAlarm {
    return new RenderedPlan(scope, at(`${scope.node.path}/${id}`, decide)).get(id, CloudwatchMetricAlarm);
  }

  private spec(id: string, { windowSeconds, asynchronous }: EndpointAlarmOptions): WatchSpec {
    return {
      id,
      endpointName: this.endpointName,
      variantName: this.variantName,
      isAsynchronous: asynchronous,
      windowSeconds,
      isUnresolved: (value) => Token.isUnresolved(value),
    };
  }
}
