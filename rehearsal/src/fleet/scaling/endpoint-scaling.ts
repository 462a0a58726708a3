import type { DeploymentOutcome } from '../../control-plane/control-plane';
import type { Companion } from '../../play/companion';
import type { DeploymentEvent, ScalingFacts } from '../../result';
import type { FleetCapacity } from '../capacity';
import type { ScaledVariant } from './scaled-variant';

/** The instances of each variant, by its name. */
export type Capacities = ReadonlyMap<string, FleetCapacity>;

/** How long what scaling does is looked at once nothing moves any more, in minutes. */
const AFTERWARDS = 3;

/**
 * What scales the variants of an endpoint: blocked while the endpoint is updated, as AWS documents it; then it moves the
 * fleet that the deployment has left.
 */
export class EndpointScaling implements Companion {
  private serving: Capacities | undefined;
  private since = 0;
  private lastMove = 0;

  constructor(
    private readonly scaled: readonly ScaledVariant[],
    private readonly fleets: { readonly old?: Capacities; readonly new: Capacities },
    private readonly more: readonly string[],
  ) {
    // What is created is in service at once.
    if (fleets.old === undefined) this.serving = fleets.new;
  }

  begin(minute: number): void {
    for (const variant of this.scaled) {
      variant.begin(minute, this.serving === undefined);
      const capacity = this.serving?.get(variant.variantName);
      if (capacity !== undefined) capacity.size = variant.instances;
      if (variant.isMoving) this.lastMove = minute;
    }
  }

  end(minute: number): void {
    for (const variant of this.scaled) variant.end(minute);
  }

  decided({ kind, minute }: DeploymentOutcome): void {
    this.since = minute;
    if (this.serving !== undefined) return;
    this.serving = kind === 'promoted' ? this.fleets.new : this.fleets.old;
    for (const variant of this.scaled) {
      const capacity = this.serving?.get(variant.variantName);
      if (capacity !== undefined) variant.reset(capacity.size);
    }
  }

  isSettled(minute: number): boolean {
    const least = Math.max(0, ...this.scaled.map(({ watchMinutes }) => watchMinutes));
    return minute >= this.since + least && minute > this.lastMove + AFTERWARDS;
  }

  get events(): readonly DeploymentEvent[] {
    return this.scaled.flatMap(({ events }) => events);
  }

  get facts(): readonly ScalingFacts[] {
    return this.scaled.map(({ facts }) => facts);
  }

  get notes(): readonly string[] {
    return [...this.more, ...this.scaled.flatMap(({ notes }) => notes)];
  }
}
