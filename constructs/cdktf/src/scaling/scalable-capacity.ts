import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Plan } from '@inference-constructs/core/out/plan/plan';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideSchedule } from '@inference-constructs/core/out/scaling/schedule';
import { decideCustomTracking } from '@inference-constructs/core/out/scaling/tracking';
import { decideWakeUp, WAKE_UP_ID } from '@inference-constructs/core/out/scaling/wake-up';
import type { RenderedScaling } from '../render/scaling';
import { metricSource } from './metric-props';
import type { ScalingSchedule } from './schedule-props';
import type { TrackCustomMetricProps } from './tracking-props';
import { trackingOptions } from './tracking-props';

/**
 * A capacity that Application Auto Scaling changes between bounds, with the service-linked role of the service; an
 * account that never used it needs `iam:CreateServiceLinkedRole` for whoever deploys. Without a policy or a schedule it
 * stays where it is.
 *
 * Of several policies the one that asks for most wins, and target tracking removes only what all of them would. Faults
 * of properties are thrown with the construct path.
 */
export abstract class ScalableCapacity extends Construct {
  /** @internal */
  protected abstract readonly _rendered: RenderedScaling;

  /** What Application Auto Scaling calls it, for example `endpoint/diagnosis/variant/live`. */
  public get resourceId(): string {
    return this._rendered.target.resourceId;
  }

  /**
   * Other bounds from a time on, for example fewer instances by night: capacity outside of them moves at once, without
   * cooldown, and policies scale within them. An action that comes while an endpoint is updating fails. From the first
   * schedule on Terraform leaves the bounds of the target alone, because a schedule changes them: change them in AWS too.
   *
   * A schedule without a capacity fails with `ScheduleEmpty`; one that Application Auto Scaling would refuse with
   * `ScheduleInvalid`, `TimezoneUnknown` or `CapacityOutOfRange`.
   */
  public scaleOnSchedule(id: string, props: ScalingSchedule): void {
    this._add((spec) =>
      decideSchedule(spec, id, {
        schedule: props.schedule,
        minCapacity: props.minCapacity,
        maxCapacity: props.maxCapacity,
        timezone: props.timeZone,
        startTime: props.startTime,
        endTime: props.endTime,
      }),
    );
    if (props.minCapacity !== 0 || this._rendered.has(`${WAKE_UP_ID}Policy`)) return;
    this._add((spec) => ({ resources: decideWakeUp(spec), notes: [] }));
  }

  /** Keeps a metric of your own at a target. */
  public scaleToTrackCustomMetric(id: string, props: TrackCustomMetricProps): void {
    this._add((spec) => decideCustomTracking(spec, id, metricSource(props), props.targetValue, trackingOptions(props)));
  }

  /** @internal */
  public _waitFor(dependable: ITerraformDependable): void {
    this._rendered.waitFor(dependable);
  }

  /** @internal */
  public get _spec(): ScalingSpec {
    return this._rendered.spec;
  }

  /** @internal */
  public _leaveBounds(): void {
    this._rendered.leaveBounds();
  }

  /** @internal */
  protected _add(decide: (spec: ScalingSpec) => Plan): void {
    this._rendered.add(decide);
  }
}
