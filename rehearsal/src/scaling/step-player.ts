import { steppedCapacity } from '@inference-constructs/core/out/scaling/step-scaling';
import { Cooldown } from './cooldown';
import type { PolicyPlayer, Proposal, Situation } from './policy-player';
import { LAG_MINUTES } from './policy-player';
import type { PolicySeries } from './policy-series';
import type { StepPolicy } from './scaling-input';
import { SimulatedAlarm } from './simulated-alarm';

/** A step scaling policy: asks again every minute for as long as its alarm is in ALARM. */
export class StepPlayer implements PolicyPlayer {
  readonly path: string;
  readonly cooldown: Cooldown;
  readonly alarms: readonly SimulatedAlarm[];
  readonly evaluationSeconds = 60;
  readonly reactionMinutes: number;
  private readonly alarm: SimulatedAlarm;

  constructor(
    private readonly policy: StepPolicy,
    readonly series: PolicySeries,
  ) {
    const { path, alarm, cooldownSeconds } = policy;
    this.path = path;
    this.alarm = new SimulatedAlarm(alarm.window, series, alarm.breaches);
    this.alarms = [this.alarm];
    this.reactionMinutes = alarm.window.evaluationPeriods * alarm.queries.periodMinutes + LAG_MINUTES;
    this.cooldown = new Cooldown(cooldownSeconds, cooldownSeconds);
  }

  get wantsMore(): boolean {
    return this.alarm.state === 'ALARM' && this.policy.scaling.steps.some(({ adjustment }) => adjustment > 0);
  }

  propose(end: number, { now, desired }: Situation): Proposal {
    const state = this.alarm.evaluate(end);
    if (state !== 'ALARM') return {};
    const { scaling, alarm } = this.policy;
    const newest = this.series.points(alarm.window.evaluationPeriods, end).findLast((point) => point !== undefined);
    if (newest === undefined) return {};
    const want = steppedCapacity(scaling, this.cooldown.baseOf(now, desired), newest - alarm.threshold);
    if (want === undefined) return {};
    if (want > desired) return this.cooldown.allowsOut(now, want) ? { out: want } : {};
    // What a step takes away, it takes from what there is.
    const less = steppedCapacity(scaling, desired, newest - alarm.threshold) ?? desired;
    return less < desired && this.cooldown.allowsIn(now) ? { in: less } : {};
  }
}
