import type { TrafficRequest } from '../traffic/request';
import type { Invocation, Running } from './invoker';

/** What a process answers to requests, one after the other. */
export async function oneByOne(
  running: Running<TrafficRequest>,
  requests: readonly TrafficRequest[],
): Promise<Invocation[]> {
  const invocations: Invocation[] = [];
  for (const request of requests) invocations.push(await running.invoke(request));
  return invocations;
}
