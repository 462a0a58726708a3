import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import { decideForecast } from '@inference-constructs/core/out/scaling/forecast/decide';
import { annotate } from '../annotations';
import { forecastFiles } from '../assets';
import { ACCOUNT_OF_ROLE, partitionOf, regionOf } from '../render/account';
import { RenderedPlan } from '../render/render-plan';
import { checkRules } from '../rules';
import { forecastCode } from '../serving/function-code';
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
   * @default 28
   */
  readonly lookbackDays?: number;

  /**
   * How long before an hour its capacity is asked for, so that it serves when the hour comes: whole minutes below an hour,
   * else `ForecastInvalid`.
   *
   * @default 10
   */
  readonly leadMinutes?: number;

  /**
   * Time zone whose clock the traffic follows, by its name in the IANA database, else `TimezoneUnknown`, daylight-saving time included.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;
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
 *
 * Terraform leaves the bounds of the target alone, because the forecast changes them: change them in AWS too.
 */
export class ForecastScaling extends Construct {
  /** The function that forecasts. Invoke it to have its forecast now. */
  public readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ForecastScalingProps) {
    super(scope, id);
    const { path } = this.node;
    const { files, plan } = at(path, () => ({
      files: forecastFiles(),
      plan: decideForecast({
        scaling: props.scaling._spec,
        targetPerMinute: props.targetInvocationsPerMinute,
        headroomPercent: props.headroomPercent,
        lookbackDays: props.lookbackDays,
        timezone: props.timeZone,
        leadMinutes: props.leadMinutes,
        partition: partitionOf(this),
        region: regionOf(this),
        account: ACCOUNT_OF_ROLE,
        path,
      }),
    }));
    const rendered = new RenderedPlan(this, plan, { Function: forecastCode(this, files) });
    this.function = rendered.get('Function', LambdaFunction);
    props.scaling._leaveBounds();
    annotate(this, plan.notes);
    checkRules(this);
  }
}
