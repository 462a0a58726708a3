/** An error of a state by the names of the Amazon States Language: it can be retried and caught. */
export class StateError extends Error {
  constructor(
    /** `States.TaskFailed` and the like, or a name of the service's or the author's own. */
    readonly error: string,
    override readonly cause: string,
    /** Virtual seconds from when the state began until it failed. */
    readonly seconds = 0,
  ) {
    super(`${error}: ${cause}`);
    this.name = 'StateError';
  }
}

/** What nobody here can play was reached: how the execution goes on is not known. */
export class NotPlayedError extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'NotPlayedError';
  }
}

/** A path that leads nowhere, which no retrier and no catcher sees. */
export function pathFailure(path: string): StateError {
  return new StateError('States.Runtime', `the path ${path} could not be found in the input`);
}
