import type { DeploymentOutcome } from '../control-plane/control-plane';
import type { DeploymentEvent, ScalingFacts } from '../result';

/** What goes on beside a deployment and does not end with it: scaling, queues. */
export interface Companion {
  /** Before the requests of a minute. */
  begin(minute: number): void;
  /** After them. */
  end(minute: number): void;
  /** Hears once how the deployment ended. */
  decided(outcome: DeploymentOutcome): void;
  /** Whether the minutes from this one on would show nothing more. */
  isSettled(minute: number): boolean;
  readonly events: readonly DeploymentEvent[];
  readonly facts: readonly ScalingFacts[];
  /** What was assumed, and what to know of it; in sentences. */
  readonly notes: readonly string[];
}
