import type { ScalingSchedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { IDependable } from 'constructs';
import { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { Plan } from '@inference-constructs/core/out/plan/plan';
import type { ScalingSpec } from '@inference-constructs/core/out/scaling/scaling-spec';
import { decideSchedule } from '@inference-constructs/core/out/scaling/schedule';
import { decideCustomTracking } from '@inference-constructs/core/out/scaling/tracking';
import { decideWakeUp, WAKE_UP_ID } from '@inference-constructs/core/out/scaling/wake-up';
import type { RenderedScaling } from '../render/scaling';
import { metricSource } from './metric-source';
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
   * cooldown, and policies scale within them. An action that comes while an endpoint is updating fails.
   *
   * A schedule without a capacity fails with `ScheduleEmpty`; one that Application Auto Scaling would refuse with
   * `ScheduleInvalid`, `TimezoneUnknown` or `CapacityOutOfRange`.
   */
  public scaleOnSchedule(id: string, props: ScalingSchedule): void {
    this._add((spec) =>
      decideSchedule(spec, id, {
        schedule: props.schedule.expressionString,
        minCapacity: props.minCapacity,
        maxCapacity: props.maxCapacity,
        timezone: props.timeZone?.timezoneName,
        startTime: props.startTime?.toISOString(),
        endTime: props.endTime?.toISOString(),
      }),
    );
    if (props.minCapacity !== 0 || this._rendered.has(`${WAKE_UP_ID}Policy`)) return;
    this._add((spec) => ({ resources: decideWakeUp(spec), notes: [] }));
  }

  /** Keeps a metric of your own at a target. */
  public scaleToTrackCustomMetric(id: string, props: TrackCustomMetricProps): void {
    const source = at(this.node.path, () => metricSource(props.metric));
    this._add((spec) => decideCustomTracking(spec, id, source, props.targetValue, trackingOptions(props)));
  }

  /** @internal */
  public _waitFor(dependable: IDependable): void {
    this._rendered.target.node.addDependency(dependable);
  }

  /** @internal */
  public get _spec(): ScalingSpec {
    return this._rendered.spec;
  }

  /** @internal */
  protected _add(decide: (spec: ScalingSpec) => Plan): void {
    this._rendered.add(decide);
  }
}
