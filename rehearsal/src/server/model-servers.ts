import type { VariantPlan } from '../fleet/fleet-plan';
import type { Running, StartOptions } from '../invoker/invoker';
import type { TrafficRequest } from '../traffic/request';

/** A container that was started. */
export interface StartedContainer extends Running<TrafficRequest> {
  /** Why it never came into service; undefined where it did. */
  readonly failure?: string;
  /** How many requests it answers at once, in the time it takes for one: measured, at least 1. */
  readonly parallel: number;
  /** Real milliseconds until `/ping` passed. */
  readonly startMilliseconds: number;
  /** Memory that it has taken at most, in MiB; undefined where the system does not tell. */
  memoryMib?(): number | undefined;
  /** Why `/ping` does not pass any more; undefined where it does. */
  ping(): Promise<string | undefined>;
}

/** Port: runs the containers of variants. */
export interface ModelServers {
  /** Resolves when the container is in service, or when it is known that it never will be. */
  start(variant: VariantPlan, region: string, options?: StartOptions & ContainerOptions): Promise<StartedContainer>;
}

export interface ContainerOptions {
  /** The directory of the model, where it is not the one of the variant's model data. */
  readonly modelDirectory?: string;
  /** Requests to measure with how many are answered at once. */
  readonly trial?: readonly TrafficRequest[];
}
