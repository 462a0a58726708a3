import type { MetricStore } from '../../metrics/metric-store';
import type { DeploymentEvent, ScalingFacts } from '../../result';
import { assumptionsOf } from '../../scaling/assumptions';
import { Capacity } from '../../scaling/capacity';
import { playersOf } from '../../scaling/players';
import type { PolicyPlayer } from '../../scaling/policy-player';
import { ScalingControl } from '../../scaling/scaling-control';
import type { ScalingInput } from '../../scaling/scaling-input';
import type { ScalingActivity } from '../../scaling/scaling-result';
import { storedValue } from './stored-values';

export interface ScaledVariantParts {
  readonly variantName: string;
  readonly input: ScalingInput;
  readonly store: MetricStore;
  /** When the rehearsal begins. */
  readonly startsAt: Date;
  readonly startIsAssumed: boolean;
  /** From the decision until added instances answer. */
  readonly provisioningMinutes: number;
  /** Instances when it begins. */
  readonly instances: number;
  /** What is counted. */
  readonly unit: ScalingFacts['unit'];
}

/** Minutes in which a fleet without requests can go, and come back for one. */
const TO_NONE_AND_BACK = 30;

/** Application Auto Scaling on one variant, by what the rehearsal publishes. */
export class ScaledVariant {
  private readonly capacity: Capacity;
  private readonly control: ScalingControl;
  private readonly players: readonly PolicyPlayer[];
  private readonly stepSeconds: number;
  /** What was asked for while nothing could be done. */
  private readonly blocked: { readonly minute: number; readonly to: number }[] = [];

  constructor(private readonly parts: ScaledVariantParts) {
    const { input, store, startsAt, provisioningMinutes, instances } = parts;
    const { minCapacity, maxCapacity } = input.target;
    const { players, stepSeconds } = playersOf(input.policies, (query) => storedValue(query, store));
    this.players = players;
    this.stepSeconds = stepSeconds;
    this.capacity = new Capacity(minCapacity, maxCapacity, instances, provisioningMinutes * 60);
    this.capacity.reset(instances);
    this.control = new ScalingControl({
      input,
      players,
      capacity: this.capacity,
      stepSeconds,
      lagPeriods: 1,
      startMinute: Math.floor(startsAt.getTime() / 60_000),
    });
  }

  get variantName(): string {
    return this.parts.variantName;
  }

  /** Instances in service. */
  get instances(): number {
    return this.capacity.inService;
  }

  /** A deployment has left it with so many. */
  reset(instances: number): void {
    this.capacity.reset(instances);
  }

  /** @param isBlocked while the endpoint is being updated */
  begin(minute: number, isBlocked: boolean): void {
    this.control.isBlocked = isBlocked;
    this.control.begin(minute, 0);
    const { pending } = this.control;
    const most = Math.max(this.capacity.desired, ...this.blocked.map(({ to }) => to));
    if (isBlocked && pending !== undefined && pending > most) this.blocked.push({ minute, to: pending });
  }

  end(minute: number): void {
    const { control, stepSeconds } = this;
    for (let part = 0; part < control.stepsPerMinute; part++) {
      if (part > 0) control.begin(minute, part);
      // Metrics are read from the store; the load itself is not asked for.
      control.end({ minute, part, seconds: stepSeconds, requests: 0, capacity: this.instances, backlog: 0 });
    }
  }

  /** Minutes that it takes until all that adds capacity has looked at a new load. */
  get watchMinutes(): number {
    const reaction = Math.max(0, ...this.players.map(({ reactionMinutes }) => reactionMinutes));
    return Math.ceil(this.parts.input.target.minCapacity === 0 ? Math.max(TO_NONE_AND_BACK, reaction) : reaction);
  }

  /** Whether it adds, or is about to. */
  get isMoving(): boolean {
    const { capacity } = this;
    return capacity.isUpdating || (capacity.desired < capacity.max && this.players.some(({ wantsMore }) => wantsMore));
  }

  get events(): DeploymentEvent[] {
    const { variantName, unit } = this.parts;
    return [
      ...this.blocked.slice(0, 1).map(({ minute, to }) => ({
        minute,
        what: `scaling asks for ${to} ${unit} of ${variantName}, and is blocked while the endpoint is updated`,
      })),
      ...this.control.activities.map((activity) => ({ minute: activity.minute, what: this.told(activity) })),
    ];
  }

  get facts(): ScalingFacts {
    const { variantName, input, instances, unit } = this.parts;
    return {
      variant: variantName,
      target: input.target.path,
      unit,
      minCapacity: input.target.minCapacity,
      maxCapacity: input.target.maxCapacity,
      instancesAtStart: instances,
      activities: this.control.activities.map((activity) => ({
        ...activity,
        ...(isAdding(activity) ? { inServiceAt: this.inServiceAt(activity) } : {}),
      })),
    };
  }

  get notes(): readonly string[] {
    const { input, provisioningMinutes, startIsAssumed } = this.parts;
    const service = { provisioningSeconds: provisioningMinutes * 60 };
    const { openMinutes } = this.control;
    return assumptionsOf(
      input,
      { service },
      {
        provisioningSeconds: service.provisioningSeconds,
        hasIdleMinutes: false,
        startIsAssumed: startIsAssumed && input.scheduledActions.length > 0,
        openMinutes,
      },
    );
  }

  private told(activity: ScalingActivity): string {
    const { from, to, cause, status } = activity;
    const { variantName, unit } = this.parts;
    if (status === 'failed') return `scheduled action ${cause} on ${variantName} fails: the endpoint is being updated`;
    const when = isAdding(activity) ? `, in service at minute ${this.inServiceAt(activity)}` : '';
    return `${cause} scales ${variantName} from ${from} to ${to} ${unit}${when}`;
  }

  private inServiceAt({ minute }: ScalingActivity): number {
    return minute + this.parts.provisioningMinutes;
  }
}

function isAdding({ from, to, status }: ScalingActivity): boolean {
  return to > from && status === 'successful';
}
