import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { Token } from 'aws-cdk-lib/core';
import type { aws_sagemaker } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { Plan } from '@inference-constructs/core/out/plan/plan';
import type { WatchSpec } from '@inference-constructs/core/out/serving/endpoint-watch';
import { decideErrorsWatch, decideLatencyWatch } from '@inference-constructs/core/out/serving/endpoint-watch';
import { renderAlarms } from '../render/alarm';
import { Rendering } from '../render/rendering';
import { inMilliseconds, inSeconds } from '../units';
import { endpointNameOf, variantNameOf } from './endpoint-identity';
import type { EndpointReferenceOptions } from './endpoint-reference';

/** How an alarm watches an endpoint. */
export interface EndpointAlarmOptions {
  /**
   * How far the alarm looks back: whole minutes, from 1 to 1440, else `WindowOutOfRange`. The longer, the fewer requests
   * make it sure.
   *
   * @default Duration.minutes(15)
   */
  readonly window?: Duration;

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
  /** Highest model latency that is good enough. */
  readonly limit: Duration;
}

/**
 * Alarms on a running endpoint, whoever made it, by the same statistics that roll releases of this library back: a few
 * requests that fail, or a single slow one, raise none. They watch the old and the new fleet, so they are no rollback alarms.
 */
export class EndpointAlarms {
  /** Alarms on an endpoint: an L1, an L2 of any library, or an import. */
  public static fromEndpoint(
    endpoint: aws_sagemaker.IEndpointRef,
    options: EndpointReferenceOptions = {},
  ): EndpointAlarms {
    return new EndpointAlarms(endpoint, options);
  }

  private constructor(
    private readonly endpoint: aws_sagemaker.IEndpointRef,
    private readonly reference: EndpointReferenceOptions,
  ) {}

  /** Goes off when significantly more than 1 % of at least 20 requests are answered with a status of 500 or above. */
  public errors(scope: Construct, id: string, options: EndpointAlarmOptions = {}): IAlarm {
    return this.render(scope, id, () => decideErrorsWatch(this.spec(id, options)));
  }

  /**
   * Goes off when the 99th percentile of the model latency exceeds the limit; below 1000 requests the 90th, below 20 none.
   */
  public latency(scope: Construct, id: string, options: EndpointLatencyAlarmOptions): IAlarm {
    return this.render(scope, id, () =>
      decideLatencyWatch(this.spec(id, options), inMilliseconds('limit', options.limit)!),
    );
  }

  private render(scope: Construct, id: string, decide: () => Plan): IAlarm {
    const [alarm] = renderAlarms(scope, new Rendering(at(`${scope.node.path}/${id}`, decide)));
    return alarm;
  }

  private spec(id: string, { window, asynchronous }: EndpointAlarmOptions): WatchSpec {
    return {
      id,
      endpointName: endpointNameOf(this.endpoint, this.reference),
      variantName: variantNameOf(this.endpoint, this.reference),
      isAsynchronous: asynchronous,
      windowSeconds: inSeconds('window', window),
      isUnresolved: (value) => Token.isUnresolved(value),
    };
  }
}
