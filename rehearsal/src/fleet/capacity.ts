import { wholeInstances } from '@inference-constructs/core/out/rollout/traffic-shares';

/** How many instances of a variant answer. */
export interface Capacity {
  /** @param share of the traffic that the fleet takes, out of 1 */
  instances(minute: number, share: number): number;
}

/** Some instances that do not answer for a while. */
export interface Outage {
  readonly instances: number;
  /** Virtual minute. */
  readonly from: number;
  readonly minutes: number;
}

/**
 * The instances of a variant: as many of them answer as its share of the traffic asks for, whole ones. Where some are gone,
 * those that are left take over.
 */
export class FleetCapacity implements Capacity {
  constructor(
    public size: number,
    private readonly outage?: Outage,
  ) {}

  instances(minute: number, share: number): number {
    const active = wholeInstances(share, this.size);
    const { outage } = this;
    const isOut = outage !== undefined && minute >= outage.from && minute < outage.from + outage.minutes;
    return isOut ? Math.max(0, Math.min(active, this.size - outage.instances)) : active;
  }
}
