import type { DeploymentOutcome } from '../../control-plane/control-plane';
import { putBacklog } from '../../metrics/async-metrics';
import type { MetricStore } from '../../metrics/metric-store';
import type { Companion } from '../../play/companion';
import type { FleetCapacity } from '../capacity';
import type { Backlog } from './backlog';

/** The fleet that serves, or is to: queues and instances of its variants, by name. */
export interface QueuedFleet {
  readonly queues: ReadonlyMap<string, Backlog>;
  readonly capacities: ReadonlyMap<string, FleetCapacity>;
}

const TWO_FLEETS =
  'while there are two fleets each takes its share of the requests, and what still waits for one that ends goes to the other: AWS does not document it';
const SAGEMAKER_CHOOSES =
  'an instance gets as many requests at a time as it can answer, as measured: what SageMaker chooses is not published';

/** The queues of an asynchronous endpoint, of both fleets while there are two. */
export class EndpointQueues implements Companion {
  readonly events = [];
  readonly facts = [];
  readonly notes: readonly string[];
  private fleets: readonly QueuedFleet[];

  constructor(
    private readonly endpointName: string,
    private readonly older: QueuedFleet | undefined,
    private readonly newer: QueuedFleet,
    private readonly store: MetricStore,
    maxConcurrent?: number,
  ) {
    this.notes = [
      ...(older === undefined ? [] : [TWO_FLEETS]),
      ...(maxConcurrent === undefined ? [SAGEMAKER_CHOOSES] : []),
    ];
    this.fleets = older === undefined ? [newer] : [older, newer];
  }

  begin(): void {}

  end(minute: number): void {
    const backlog = this.fleets.reduce((sum, { queues }) => sum + total(queues, ({ size }) => size), 0);
    const instances = this.fleets.reduce((sum, { capacities }) => sum + total(capacities, ({ size }) => size), 0);
    putBacklog(this.store, this.endpointName, { backlog, instances }, minute);
  }

  decided({ kind }: DeploymentOutcome): void {
    const { older, newer } = this;
    if (older === undefined) return;
    const [stays, ends] = kind === 'promoted' ? [newer, older] : [older, newer];
    this.fleets = [stays];
    const [first] = stays.queues.values();
    for (const [name, queue] of ends.queues) (stays.queues.get(name) ?? first).addAll(queue);
  }

  isSettled(): boolean {
    return this.fleets.every(({ queues }) => total(queues, ({ size }) => size) === 0);
  }
}

function total<T>(all: ReadonlyMap<string, T>, of: (one: T) => number): number {
  return [...all.values()].reduce((sum, one) => sum + of(one), 0);
}
