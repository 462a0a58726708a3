/** A task that is to be done, as a Task state has filled it in. */
export interface TaskCall {
  /** Name of the state. */
  readonly state: string;
  readonly resource: string;
  readonly parameters: unknown;
  /** Virtual seconds since the execution began. */
  readonly at: number;
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
  run(call: TaskCall): Promise<TaskResult>;
}
