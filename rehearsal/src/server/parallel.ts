import type { TrafficRequest } from '../traffic/request';

const ALONE = { most: 40, milliseconds: 300 };
const TOGETHER = { most: 160, milliseconds: 300, at: 8 };

/**
 * How many requests a container answers at once in the time it takes for one, from its throughput with one client and with
 * several: batches and threads make it more than 1. It counts the processors of this machine, not of the instance.
 */
export async function parallelOf(
  requests: readonly TrafficRequest[],
  send: (request: TrafficRequest) => Promise<unknown>,
): Promise<number> {
  const alone = await throughput(requests, send, ALONE.most, ALONE.milliseconds, 1);
  const together = await throughput(requests, send, TOGETHER.most, TOGETHER.milliseconds, TOGETHER.at);
  return Math.max(1, Math.min(TOGETHER.at, together / alone));
}

/** Requests a millisecond. */
async function throughput(
  requests: readonly TrafficRequest[],
  send: (request: TrafficRequest) => Promise<unknown>,
  most: number,
  milliseconds: number,
  clients: number,
): Promise<number> {
  let sent = 0;
  const begin = performance.now();
  const client = async (): Promise<void> => {
    while (sent < most && (sent < clients || performance.now() - begin < milliseconds)) {
      await send(requests[sent++ % requests.length]);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return sent / (performance.now() - begin);
}
