import type { Running } from './invoker';

/** Lets requests that come at the same time wait for each other: a process takes one after the other. */
export function oneAtATime<Request>(running: Running<Request>): Running<Request> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    substitutions: running.substitutions,
    invoke: (...args) => {
      const next = last.then(() => running.invoke(...args));
      last = next.catch(() => undefined);
      return next;
    },
    crash: () => running.crash(),
    stop: () => running.stop(),
  };
}
