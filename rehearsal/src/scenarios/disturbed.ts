import type { Invocation, Running } from '../invoker/invoker';
import type { TrafficRequest } from '../traffic/request';
import type { ReleaseFault } from './scenario';

type Process = Running<TrafficRequest>;

/**
 * A process that answers as the fault has it. What it measures and publishes is its own; what is added is added here.
 * @param denied why none of its requests can be answered
 */
export function disturbed<T extends Process>(
  running: T,
  fault: ReleaseFault,
  timeoutMilliseconds: number,
  denied?: string,
): T {
  const fails = evenly((fault.errorPercent ?? 0) / 100);
  let answered = 0;
  const invoke = async (request: TrafficRequest, clientContext?: unknown): Promise<Invocation> => {
    if (denied !== undefined) return failed('AccessDenied', denied);
    if (fails()) return failed('Scenario', 'the scenario lets it fail');
    if (fault.crashesAfter !== undefined && ++answered > fault.crashesAfter) {
      answered = 0;
      await running.crash();
      return failed('Runtime.ExitError', 'its process ended with SIGKILL');
    }
    if (fault.coldStarts === true) await running.crash();
    return late(slower(await running.invoke(request, clientContext), fault), timeoutMilliseconds);
  };
  return { ...running, invoke };
}

function slower(invocation: Invocation, { slower: by }: ReleaseFault): Invocation {
  if (by === undefined) return invocation;
  const { factor = 1, milliseconds = 0 } = by;
  const { durationMilliseconds } = invocation;
  const addedMilliseconds = durationMilliseconds * (factor - 1) + milliseconds;
  return { ...invocation, durationMilliseconds: durationMilliseconds + addedMilliseconds, addedMilliseconds };
}

function late(invocation: Invocation, timeoutMilliseconds: number): Invocation {
  if (invocation.durationMilliseconds <= timeoutMilliseconds) return invocation;
  const message = `timed out after ${timeoutMilliseconds / 1000} s`;
  return { ...invocation, durationMilliseconds: timeoutMilliseconds, error: { type: 'Timedout', message } };
}

function failed(type: string, message: string): Invocation {
  return { error: { type, message }, durationMilliseconds: 0, lines: [] };
}

/** True for that share of the calls, evenly spread. */
function evenly(share: number): () => boolean {
  let owed = 0;
  return () => {
    owed += share;
    if (owed < 1 - 1e-9) return false;
    owed -= 1;
    return true;
  };
}
