import { Apportionment, sampled } from '../traffic/apportion';
import type { Random } from '../traffic/random';
import { shuffled } from '../traffic/random';
import type { TrafficRequest } from '../traffic/request';
import type { Traffic } from '../traffic/traffic';
import type { Member, Side } from './side';

interface Part {
  readonly side: Side;
  readonly member: Member;
  readonly expected: number;
}

/** Sends a share of each minute's requests to the new side and the rest to the old one, to each member by its weight. */
export class WeightedRouter {
  percent = 0;
  largestWeight = 1;
  private readonly all = new Apportionment();
  private readonly share = new Apportionment();
  /** A release that gets a sample only goes through all requests in turn. */
  private readonly samples = new Map<Member, Traffic>();

  constructor(
    private readonly traffic: Traffic,
    private readonly rate: (minute: number) => number,
    private readonly mostPerMinute: number,
    private readonly random: Random,
  ) {}

  async playMinute(minute: number, newer: Side, older: Side | undefined): Promise<void> {
    const rate = this.rate(minute);
    const all = this.all.next(rate);
    const shared = this.share.next((rate * this.percent) / 100);
    const forNew = older === undefined ? all : Math.min(all, shared);
    const parts = [...partsOf(newer, forNew), ...(older === undefined ? [] : partsOf(older, all - forNew))];
    const dealt = this.deal(parts);
    await Promise.all(parts.map((part, i) => this.send(minute, part, dealt[i])));
  }

  /** Which release a request meets is chance. */
  private deal(parts: readonly Part[]): TrafficRequest[][] {
    const counts = parts.map(({ expected }) => (expected <= this.mostPerMinute ? expected : 0));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const requests = shuffled(this.traffic.take(total), this.random);
    return counts.map((count) => requests.splice(0, count));
  }

  private async send(minute: number, { side, member, expected }: Part, dealt: TrafficRequest[]): Promise<void> {
    const { count, weight } = sampled(expected, this.mostPerMinute, this.traffic.size);
    this.largestWeight = Math.max(this.largestWeight, weight);
    const requests = weight === 1 ? dealt : this.sampleOf(member).take(count);
    await Promise.all([member.player.play(minute, weight, requests), side.shadow(minute, weight, requests)]);
  }

  private sampleOf(member: Member): Traffic {
    const sample = this.samples.get(member) ?? this.traffic.fork();
    this.samples.set(member, sample);
    return sample;
  }
}

function partsOf(side: Side, requests: number): Part[] {
  const counts = side.apportioned(requests);
  return side.members.map((member, i) => ({ side, member, expected: counts[i] }));
}
