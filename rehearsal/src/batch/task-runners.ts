import { allStates } from '../state-machine/definition';
import type { Definition } from '../state-machine/definition';
import { NotPlayedError } from '../state-machine/state-error';
import type { TaskCall, TaskResult, TaskRunner } from '../state-machine/task-runner';
import type { StateNotPlayed } from './batch-result';

/** Gives each task to the first runner that plays it; an execution that reaches another one is undetermined. */
export class TaskRunners implements TaskRunner {
  constructor(private readonly runners: readonly TaskRunner[]) {}

  plays(resource: string): boolean {
    return this.runners.some((runner) => runner.plays(resource));
  }

  async run(call: TaskCall): Promise<TaskResult> {
    const runner = this.runners.find((one) => one.plays(call.resource));
    if (runner === undefined) throw new NotPlayedError(`state ${call.state}: ${whyNotPlayed(call.resource)}`);
    return runner.run(call);
  }

  /** The tasks of a definition that no runner plays. */
  leftOut(definition: Definition): StateNotPlayed[] {
    return allStates(definition)
      .map(([state, { Type, Resource }]) => ({ state, type: Type, resource: String(Resource) }))
      .filter(({ type, resource }) => type === 'Task' && !this.plays(resource))
      .map(({ state, resource }) => ({ state, resource, reason: whyNotPlayed(resource) }));
  }
}

const LAMBDA = /^arn:[\w-]+:(?:lambda:[^:]*:\d*:function:|states:::lambda:invoke)/;

function whyNotPlayed(resource: string): string {
  if (resource.endsWith('.waitForTaskToken')) return 'nobody here gives a task token back';
  if (LAMBDA.test(resource)) return 'functions that a state machine calls are not played yet';
  return `${resource} is not played`;
}
