import { LOW_SHARE, trackedCapacity, TRACKING_ALARMS } from '@inference-constructs/core/out/scaling/target-tracking';
import { Cooldown } from './cooldown';
import type { PolicyPlayer, Proposal, Situation } from './policy-player';
import type { PolicySeries } from './policy-series';
import type { SimulationOptions, TrackingPolicy } from './scaling-input';
import { LAG_MINUTES } from './policy-player';
import { SimulatedAlarm } from './simulated-alarm';

const HOLDS: Proposal = { holds: true };

/** A target tracking policy: its two alarms, and the capacity it asks for. */
export class TrackingPlayer implements PolicyPlayer {
  readonly path: string;
  readonly cooldown: Cooldown;
  readonly alarms: readonly SimulatedAlarm[];
  readonly evaluationSeconds: number;
  readonly reactionMinutes: number;
  private readonly high: SimulatedAlarm;
  private readonly low: SimulatedAlarm;

  constructor(
    private readonly policy: TrackingPolicy,
    readonly series: PolicySeries,
    private readonly scaleIn: NonNullable<SimulationOptions['scaleIn']>,
  ) {
    const { path, targetValue, scaleOutCooldownSeconds, scaleInCooldownSeconds } = policy;
    this.path = path;
    this.evaluationSeconds = series.intervalSeconds;
    const { highDatapoints, lowDatapoints } = TRACKING_ALARMS[this.evaluationSeconds < 60 ? 10 : 60];
    this.reactionMinutes = (highDatapoints * this.evaluationSeconds) / 60 + LAG_MINUTES;
    this.high = new SimulatedAlarm(all(highDatapoints), series, (value) => value > targetValue);
    this.low = new SimulatedAlarm(all(lowDatapoints), series, (value) => value < LOW_SHARE * targetValue);
    this.alarms = [this.high, this.low];
    this.cooldown = new Cooldown(scaleOutCooldownSeconds, scaleInCooldownSeconds);
  }

  get wantsMore(): boolean {
    return this.high.state === 'ALARM';
  }

  propose(end: number, { now, desired, measuredCapacity }: Situation): Proposal {
    const high = this.high.evaluate(end);
    const low = this.low.evaluate(end);
    if (high !== 'ALARM' && low !== 'ALARM') return this.policy.disableScaleIn ? {} : HOLDS;
    const [measured] = this.series.points(1, end);
    const want =
      measured === undefined ? desired : trackedCapacity(measuredCapacity, measured, this.policy.targetValue);
    if (high === 'ALARM' && want > desired) return this.cooldown.allowsOut(now, want) ? { out: want } : HOLDS;
    if (this.policy.disableScaleIn) return {};
    if (low !== 'ALARM' || !this.cooldown.allowsIn(now)) return HOLDS;
    const least = this.scaleIn === 'one-step' ? desired - 1 : 0;
    return { in: Math.min(desired, Math.max(least, want)) };
  }
}

function all(datapoints: number) {
  return { evaluationPeriods: datapoints, datapointsToAlarm: datapoints, missingData: 'missing' as const };
}
