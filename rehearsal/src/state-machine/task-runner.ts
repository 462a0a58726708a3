import type { State } from './definition';

/** A task that is to be done, as a Task state has filled it in. */
export interface TaskCall {
  /** Name of the state. */
  readonly state: string;
  readonly resource: string;
  readonly parameters: unknown;
  /** Virtual seconds since the execution began. */
  readonly at: number;
  /** After how many seconds the state gives up; absent where it waits for as long as it takes. */
  readonly timeoutSeconds?: number;
}

/** How a task went. Errors are a `StateError`; what cannot be played, a `NotPlayedError`. */
export interface TaskResult {
  readonly output: unknown;
  /** Virtual seconds that it took. */
  readonly seconds: number;
}

/** Port: does what Task states ask for. */
export interface TaskRunner {
  /** Whether it can do what a resource names. */
  plays(resource: string): boolean;
  /** Why it can nevertheless not do what a state of such a resource asks for, where the definition tells already. */
  whyNot?(state: State): string | undefined;
  run(call: TaskCall): Promise<TaskResult>;
}
