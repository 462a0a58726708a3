import type { TrafficRequest } from '../traffic/request';
import type { ClosedLoop } from './closed-loop';
import { closedLoop } from './closed-loop';

const ALONE = { most: 40, milliseconds: 300, clients: 1 };
const TOGETHER = { most: 160, milliseconds: 300, clients: 8 };

/**
 * How many requests a container answers at once in the time it takes for one, from its throughput with one client and with
 * several: batches and threads make it more than 1. It counts the processors of this machine, not of the instance.
 */
export async function parallelOf(
  requests: readonly TrafficRequest[],
  send: (request: TrafficRequest) => Promise<unknown>,
): Promise<number> {
  const alone = await throughput(ALONE);
  const together = await throughput(TOGETHER);
  return Math.max(1, Math.min(TOGETHER.clients, together / alone));

  /** Requests a millisecond. */
  async function throughput(loop: ClosedLoop): Promise<number> {
    const { times, milliseconds } = await closedLoop(requests, send, loop);
    return times.length / milliseconds;
  }
}
