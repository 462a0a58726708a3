import { allStates } from '../state-machine/definition';
import type { Definition, State } from '../state-machine/definition';
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

  /** The tasks of a definition that are not played. */
  leftOut(definition: Definition): StateNotPlayed[] {
    return allStates(definition).flatMap(([name, state]) => {
      const resource = String(state.Resource);
      const reason = state.Type === 'Task' ? this.whyNot(state) : undefined;
      return reason === undefined ? [] : [{ state: name, resource, reason }];
    });
  }

  whyNot(state: State): string | undefined {
    const resource = String(state.Resource);
    const runner = this.runners.find((one) => one.plays(resource));
    return runner === undefined ? whyNotPlayed(resource) : runner.whyNot?.(state);
  }
}

function whyNotPlayed(resource: string): string {
  if (resource.endsWith('.waitForTaskToken')) return 'nobody here gives a task token back';
  return `${resource} is not played`;
}
