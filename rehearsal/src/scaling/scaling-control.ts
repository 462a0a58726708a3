import type { Capacity } from './capacity';
import type { Served } from './metric-values';
import type { PolicyPlayer } from './policy-player';
import type { ScalingInput } from './scaling-input';
import type { ScalingActivity } from './scaling-result';

export interface ControlParts {
  readonly input: ScalingInput;
  readonly players: readonly PolicyPlayer[];
  readonly capacity: Capacity;
  readonly stepSeconds: number;
  readonly lagPeriods: number;
  /** Minutes since 1970 when it begins. */
  readonly startMinute: number;
}

interface Wanted {
  readonly player: PolicyPlayer;
  readonly want: number;
}

/** Application Auto Scaling: in each step schedules, then policies; then it hears what was served. */
export class ScalingControl {
  readonly openMinutes = new Map<PolicyPlayer, Set<number>>();
  readonly activities: ScalingActivity[] = [];
  /** Whether what it scales is being updated by somebody else, so that it may not. */
  isBlocked = false;
  /** What a policy asks for and does not get yet. */
  pending: number | undefined;
  /** Units in service in each step. */
  private readonly served: number[] = [];

  constructor(private readonly parts: ControlParts) {}

  get stepsPerMinute(): number {
    return 60 / this.parts.stepSeconds;
  }

  /** @param part of the minute, from 0 */
  begin(minute: number, part: number): void {
    const { capacity, stepSeconds } = this.parts;
    const step = minute * this.stepsPerMinute + part;
    capacity.advance(step * stepSeconds);
    if (part === 0) this.runSchedules(minute);
    this.decide(step, minute);
  }

  end(served: Served): void {
    this.served.push(served.capacity);
    for (const { series } of this.parts.players) series.record(served);
  }

  private runSchedules(minute: number): void {
    const { input, capacity, startMinute } = this.parts;
    for (const { name, schedule, minCapacity, maxCapacity } of input.scheduledActions) {
      if (!schedule.isDue(startMinute + minute, startMinute)) continue;
      const from = capacity.desired;
      if (capacity.isUpdating || this.isBlocked) {
        this.activities.push({ minute, from, to: from, cause: name, status: 'failed' });
        continue;
      }
      capacity.min = minCapacity ?? capacity.min;
      capacity.max = maxCapacity ?? capacity.max;
      const to = capacity.clamp(from);
      if (to === from) continue;
      capacity.change(to, minute * 60);
      this.activities.push({ minute, from, to, cause: name, status: 'successful' });
    }
  }

  /** The largest capacity wins; removing needs every tracking policy. */
  private decide(step: number, minute: number): void {
    const { players, capacity, stepSeconds, lagPeriods } = this.parts;
    const now = step * stepSeconds;
    let out: Wanted | undefined;
    let less: Wanted | undefined;
    let isHeld = false;
    for (const player of players) {
      if (now % player.evaluationSeconds !== 0) {
        isHeld = true;
        continue;
      }
      const end = now / player.evaluationSeconds - lagPeriods;
      if (end < 0) continue;
      const measuredCapacity = this.served[(end * player.evaluationSeconds) / stepSeconds - 1] ?? capacity.inService;
      const proposal = player.propose(end, { now, desired: capacity.desired, measuredCapacity });
      for (const { isOpen } of player.alarms) if (isOpen) this.noteOpen(player, minute);
      isHeld ||= proposal.holds === true;
      out = larger(out, player, proposal.out);
      less = larger(less, player, proposal.in);
    }
    const wanted = out ?? (isHeld ? undefined : less);
    this.pending = wanted === undefined ? undefined : capacity.clamp(wanted.want);
    if (wanted !== undefined && !capacity.isUpdating && !this.isBlocked) this.apply(wanted, now, minute);
  }

  private apply({ player, want }: Wanted, now: number, minute: number): void {
    const { capacity } = this.parts;
    const from = capacity.desired;
    const to = capacity.clamp(want);
    if (to === from) return;
    const inPlaceAt = capacity.change(to, now);
    if (to > from) player.cooldown.added(now, from, to, inPlaceAt);
    else player.cooldown.removed(inPlaceAt);
    this.activities.push({ minute, from, to, cause: player.path, status: 'successful' });
  }

  private noteOpen(player: PolicyPlayer, minute: number): void {
    const minutes = this.openMinutes.get(player) ?? new Set<number>();
    this.openMinutes.set(player, minutes.add(minute));
  }
}

function larger(most: Wanted | undefined, player: PolicyPlayer, want: number | undefined): Wanted | undefined {
  if (want === undefined || (most !== undefined && most.want >= want)) return most;
  return { player, want };
}
