import { Apportionment, sampled } from '../traffic/apportion';
import type { Random } from '../traffic/random';
import { shuffled } from '../traffic/random';
import type { Traffic } from '../traffic/traffic';
import type { Player } from './player';

/** An alias that sends a share of each minute's requests to the new version and the rest to the old one. */
export class WeightedAlias {
  percent = 0;
  largestWeight = 1;
  private readonly all = new Apportionment();
  private readonly share = new Apportionment();
  /** A version that gets a sample only goes through all requests in turn. */
  private readonly samples: { readonly newer: Traffic; readonly older: Traffic };

  constructor(
    private readonly traffic: Traffic,
    private readonly requestsPerMinute: number,
    private readonly mostPerMinute: number,
    private readonly random: Random,
  ) {
    this.samples = { newer: traffic.fork(), older: traffic.fork() };
  }

  async playMinute(minute: number, newer: Player, older: Player | undefined): Promise<void> {
    const all = this.all.next(this.requestsPerMinute);
    const shared = this.share.next((this.requestsPerMinute * this.percent) / 100);
    const forNew = older === undefined ? all : Math.min(all, shared);
    const dealt = this.deal(forNew, all - forNew);
    await Promise.all([
      this.send(minute, newer, forNew, dealt.forNew, this.samples.newer),
      older && this.send(minute, older, all - forNew, dealt.forOld, this.samples.older),
    ]);
  }

  /** Which version a request meets is chance. */
  private deal(forNew: number, forOld: number): { forNew: unknown[]; forOld: unknown[] } {
    const sent = [forNew, forOld].map((count) => (count <= this.mostPerMinute ? count : 0));
    const events = shuffled(this.traffic.take(sent[0] + sent[1]), this.random);
    return { forNew: events.slice(0, sent[0]), forOld: events.slice(sent[0]) };
  }

  private async send(
    minute: number,
    player: Player,
    expected: number,
    dealt: unknown[],
    sample: Traffic,
  ): Promise<void> {
    const { count, weight } = sampled(expected, this.mostPerMinute, this.traffic.size);
    this.largestWeight = Math.max(this.largestWeight, weight);
    await player.play(minute, weight, weight === 1 ? dealt : sample.take(count));
  }
}
