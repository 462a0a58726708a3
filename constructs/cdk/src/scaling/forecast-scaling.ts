import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Duration, TimeZone } from 'aws-cdk-lib/core';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { decideForecast } from '@inference-constructs/core/out/scaling/forecast/decide';
import { annotate } from '../annotations';
import { forecastFiles } from '../assets';
import { injected } from '../injected';
import { renderForecast } from '../render/forecast';
import { Rendering } from '../render/rendering';
import { checkRules } from '../rules';
import { forecastCode } from '../serving/function-code';
import { inSeconds } from '../units';
import type { ScalableInstanceCount } from './scalable-instance-count';

/** Properties of a `ForecastScaling`. */
export interface ForecastScalingProps {
  /** The instances whose least number follows the forecast. */
  readonly scaling: ScalableInstanceCount;

  /**
   * Requests per minute that each instance should get: more than 0, else `ForecastInvalid`. Usually that of the policy on
   * invocations.
   *
   * @default - as of a policy on invocations: half of what `bench.json` of the model package has for a minute, else
   * `TargetMissing`
   */
  readonly targetInvocationsPerMinute?: number;

  /**
   * How much more than in the past is provided for, in percent: at least 0, else `ForecastInvalid`.
   *
   * @default 20
   */
  readonly headroomPercent?: number;

  /**
   * How much of the past is looked at: whole days from 7 to 63, for which CloudWatch keeps datapoints of 5 minutes, else
   * `ForecastInvalid`.
   *
   * @default Duration.days(28)
   */
  readonly lookback?: Duration;

  /**
   * How long before an hour its capacity is asked for, so that it serves when the hour comes: whole minutes below an hour,
   * else `ForecastInvalid`.
   *
   * @default Duration.minutes(10)
   */
  readonly lead?: Duration;

  /**
   * Time zone whose clock the traffic follows, daylight-saving time included.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
}

/**
 * Capacity ahead of the load: predictive scaling for SageMaker, which AWS has for other services only. Once a day a
 * function reads the requests of past weeks from CloudWatch, takes for each hour of the week the busiest five minutes of
 * a usual week (the median over the weeks), and writes what differs from hour to hour into scheduled actions of the
 * target. They set the least capacity only: policies add what nobody foresaw, and remove down to the forecast.
 *
 * Its actions are told by the prefix `forecast-` and stay when the construct goes, until the target does. There are at
 * most 168 of them, of 200 that a target may have. With less than a week of history nothing is scheduled. A run that fails
 * is retried, shows in the function's `Errors`, and changes nothing that it had not yet come to.
 */
export class ForecastScaling extends Construct {
  /** Id by which `PropertyInjectors` know this construct. */
  public static readonly PROPERTY_INJECTION_ID: string = '@inference-constructs.cdk.ForecastScaling';

  /** The function that forecasts. Invoke it to have its forecast now. */
  public readonly function: IFunction;

  constructor(scope: Construct, id: string, props: ForecastScalingProps) {
    super(scope, id);
    props = injected(this, ForecastScaling.PROPERTY_INJECTION_ID, props);
    const { path } = this.node;
    const { files, plan } = at(path, () => ({
      files: forecastFiles(),
      plan: decideForecast({
        scaling: props.scaling._spec,
        targetPerMinute: props.targetInvocationsPerMinute,
        headroomPercent: props.headroomPercent,
        lookbackDays: inUnits('lookback', props.lookback, SECONDS_PER_DAY),
        timezone: props.timeZone?.timezoneName,
        leadMinutes: inUnits('lead', props.lead, SECONDS_PER_MINUTE),
        partition: Aws.PARTITION,
        region: Aws.REGION,
        account: Aws.ACCOUNT_ID,
        path,
      }),
    }));
    this.function = renderForecast(this, new Rendering(plan), forecastCode(files));
    annotate(this, plan.notes);
    checkRules(this);
  }
}

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_DAY = 86_400;

function inUnits(what: string, duration: Duration | undefined, unitSeconds: number): number | undefined {
  const seconds = inSeconds(what, duration);
  return seconds === undefined ? undefined : seconds / unitSeconds;
}
