import type { Capacity } from './capacity';
import type { LoadTrace } from './load-trace';
import type { PolicyPlayer } from './policy-player';
import type { ScalingInput } from './scaling-input';
import type { ScalingActivity, ScalingMinute, ScalingResult } from './scaling-result';

export interface SimulationParts {
  readonly input: ScalingInput;
  readonly trace: LoadTrace;
  readonly players: readonly PolicyPlayer[];
  readonly capacity: Capacity;
  readonly stepSeconds: number;
  readonly lagPeriods: number;
  /** Minutes since 1970 when the trace begins. */
  readonly startMinute: number;
  readonly isAsynchronous: boolean;
  readonly unitRequestsPerMinute?: number;
}

interface Wanted {
  readonly player: PolicyPlayer;
  readonly want: number;
}

type Played = Omit<ScalingResult, 'target' | 'cost' | 'assumptions'>;

/** One run: in each step schedules, then policies, then the load. */
export class Simulation {
  readonly openMinutes = new Map<PolicyPlayer, Set<number>>();
  private readonly minutes: ScalingMinute[] = [];
  private readonly activities: ScalingActivity[] = [];
  /** Units in service in each step. */
  private readonly served: number[] = [];
  private backlog = 0;
  private unserved = 0;
  private unitSeconds = 0;

  constructor(private readonly parts: SimulationParts) {}

  run(): Played {
    const { trace, stepSeconds, capacity } = this.parts;
    const stepsPerMinute = 60 / stepSeconds;
    trace.requests.forEach((requests, minute) => {
      for (let part = 0; part < stepsPerMinute; part++) {
        const step = minute * stepsPerMinute + part;
        capacity.advance(step * stepSeconds);
        if (part === 0) this.runSchedules(minute);
        this.decide(step, minute);
        this.serve(requests / stepsPerMinute, minute);
      }
      this.minutes.push(this.record(minute, requests));
    });
    const { unitRequestsPerMinute } = this.parts;
    return {
      minutes: this.minutes,
      activities: this.activities,
      ...(unitRequestsPerMinute === undefined
        ? {}
        : { underProvisionedMinutes: this.minutes.filter(({ isUnderProvisioned }) => isUnderProvisioned).length }),
      unservedRequests: this.unserved,
      unitHours: this.unitSeconds / 3600,
    };
  }

  private runSchedules(minute: number): void {
    const { input, capacity, startMinute } = this.parts;
    for (const { name, schedule, minCapacity, maxCapacity } of input.scheduledActions) {
      if (!schedule.isDue(startMinute + minute, startMinute)) continue;
      const from = capacity.desired;
      if (capacity.isUpdating) {
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
    if (wanted !== undefined && !capacity.isUpdating) this.apply(wanted, now, minute);
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

  private serve(requests: number, minute: number): void {
    const { players, capacity, stepSeconds, isAsynchronous, unitRequestsPerMinute = Infinity } = this.parts;
    const { inService } = capacity;
    if (isAsynchronous) {
      const answered = inService === 0 ? 0 : (inService * unitRequestsPerMinute * stepSeconds) / 60;
      this.backlog = Math.max(0, this.backlog + requests - answered);
    } else if (inService === 0) this.unserved += requests;
    this.served.push(inService);
    this.unitSeconds += capacity.billed * stepSeconds;
    const served = { minute, seconds: stepSeconds, requests, capacity: inService, backlog: this.backlog };
    for (const { series } of players) series.record(served);
  }

  private record(minute: number, requests: number): ScalingMinute {
    const { capacity, isAsynchronous, unitRequestsPerMinute } = this.parts;
    const { inService, desired } = capacity;
    return {
      minute,
      requests,
      capacity: inService,
      desired,
      ...(inService === 0 ? {} : { perUnit: requests / inService }),
      ...(unitRequestsPerMinute === undefined
        ? {}
        : { isUnderProvisioned: requests > inService * unitRequestsPerMinute }),
      ...(isAsynchronous ? { backlog: this.backlog } : {}),
    };
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
