import type { Invoked } from '../metrics/sagemaker-metrics';
import type { Release, ReleaseName } from '../play/release';
import type { StartedContainer } from '../server/model-servers';
import type { Random } from '../traffic/random';
import { AsyncRelease } from './async/async-release';
import { Backlog } from './async/backlog';
import { FleetCapacity } from './capacity';
import type { AsyncPlan, VariantPlan } from './fleet-plan';
import { FleetRelease } from './fleet-release';
import { FleetQueue } from './queue';
import { ServerlessRelease } from './serverless/serverless-release';

export interface StartedVariant {
  readonly name: ReleaseName;
  readonly invoked: Invoked;
  readonly variant: VariantPlan;
  readonly container: StartedContainer;
  readonly asynchronous?: AsyncPlan;
  readonly capacity?: FleetCapacity;
  readonly queue?: Backlog;
  readonly random: Random;
  /** Whether every request meets a fresh sandbox, where there are sandboxes. */
  readonly coldStarts?: boolean;
}

/** A variant whose container runs, as what it is: with instances, with instances behind a queue, or serverless. */
export function releaseOf(started: StartedVariant): Release {
  const { name, invoked, variant, container, asynchronous, random } = started;
  const { unresolved, serverless } = variant;
  const parts = { name, invoked, running: container, unresolved };
  if (serverless !== undefined) {
    return new ServerlessRelease({
      ...parts,
      serverless,
      random,
      coldStarts: started.coldStarts,
      memoryMib: container.memoryMib,
    });
  }
  const { ping, parallel } = container;
  const fleet = { ...parts, ping, parallel, capacity: started.capacity ?? new FleetCapacity(variant.instances) };
  if (asynchronous === undefined) return new FleetRelease({ ...fleet, queue: new FleetQueue(random, variant.routing) });
  return new AsyncRelease({
    ...fleet,
    backlog: started.queue ?? new Backlog(random),
    // What SageMaker would choose is not published.
    maxConcurrent: asynchronous.maxConcurrent ?? Infinity,
    timeoutSeconds: variant.timeoutSeconds,
  });
}
