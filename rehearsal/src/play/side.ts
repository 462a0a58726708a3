import { Apportionment } from '../traffic/apportion';
import type { TrafficRequest } from '../traffic/request';
import type { Player } from './player';
import type { ReleaseName } from './release';
import type { ReleaseRecord } from './release-record';

/** A share of a side's traffic. */
export interface Member {
  readonly name: string;
  readonly player: Player;
  /** Its traffic is its weight out of those of all. */
  readonly weight: number;
}

/** What gets copies of requests; its answers are dropped. */
export interface Shadow {
  readonly name: string;
  readonly player: Player;
  /** How many requests out of 1 are copied. */
  readonly share: number;
}

export interface SideParts {
  readonly name: ReleaseName;
  readonly record: ReleaseRecord;
  readonly members: readonly Member[];
  readonly shadows?: readonly Shadow[];
  /** Why it never comes into service. */
  readonly failure?: string;
}

/** Everything that is deployed together, before or after: one function version, or all variants of an endpoint. */
export class Side {
  private readonly shares: readonly Apportionment[];
  private readonly copies: readonly Apportionment[];

  constructor(private readonly parts: SideParts) {
    this.shares = parts.members.map(() => new Apportionment());
    this.copies = this.shadows.map(() => new Apportionment());
  }

  get name(): ReleaseName {
    return this.parts.name;
  }

  get record(): ReleaseRecord {
    return this.parts.record;
  }

  get members(): readonly Member[] {
    return this.parts.members;
  }

  get shadows(): readonly Shadow[] {
    return this.parts.shadows ?? [];
  }

  get failure(): string | undefined {
    return this.parts.failure;
  }

  get players(): readonly Player[] {
    return [...this.members, ...this.shadows].map(({ player }) => player);
  }

  get substitutions(): readonly string[] {
    return this.players.flatMap(({ release }) => release.substitutions);
  }

  /** How many of the side's requests each member gets. */
  apportioned(requests: number): number[] {
    const whole = this.members.reduce((sum, { weight }) => sum + weight, 0);
    let left = requests;
    return this.members.map(({ weight }, i) => {
      const isLast = i === this.members.length - 1;
      // Where all weights are 0, all get the same.
      const expected = whole === 0 ? requests / this.members.length : (requests * weight) / whole;
      const count = isLast ? left : Math.min(left, this.shares[i].next(expected));
      left -= count;
      return count;
    });
  }

  /** Copies go to shadows at the same time, as often as asked. */
  async shadow(minute: number, weight: number, requests: readonly TrafficRequest[]): Promise<void> {
    const plays = this.shadows.map(({ player, share }, i) =>
      player.play(minute, weight, requests.slice(0, this.copies[i].next(requests.length * share))),
    );
    await Promise.all(plays);
  }

  activate(share: number): void {
    for (const { release } of this.players) release.activate?.(share);
  }

  /** Instances that answer requests; undefined for a function, which has none. */
  instances(minute: number): number | undefined {
    const counts = this.members.flatMap(({ player: { release } }) => release.instances?.(minute) ?? []);
    return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
  }

  /** Requests in its queues; undefined where it has none. */
  get waiting(): number | undefined {
    const counts = this.members.flatMap(({ player: { release } }) => release.waiting ?? []);
    return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.players.map(({ release }) => release.stop()));
  }
}
