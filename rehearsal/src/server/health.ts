import { SAGEMAKER } from '@inference-constructs/core/out/catalog/sagemaker';
import type { HttpDoor } from './http-door';
import type { ServerProcess } from './server-process';

const PAUSE_MILLISECONDS = 50;

/** Asks `/ping` until it answers 200; otherwise why it never did. Time is real. */
export async function becomesHealthy(
  server: ServerProcess,
  door: HttpDoor,
  seconds: number,
  pauseMilliseconds = PAUSE_MILLISECONDS,
): Promise<string | undefined> {
  const begin = performance.now();
  let last = 'nothing listens';
  while (performance.now() - begin < seconds * 1000) {
    if (!server.isRunning) return server.lastWords;
    const pinged = await ping(door);
    if (pinged === undefined) return undefined;
    last = pinged;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  return `/ping did not pass within ${seconds} s: ${last}`;
}

/** Undefined where `/ping` says 200 in time, otherwise what it says. */
export async function ping(door: HttpDoor): Promise<string | undefined> {
  try {
    const { status } = await door.get('/ping', SAGEMAKER.PING_TIMEOUT_SECONDS * 1000);
    return status === 200 ? undefined : `it answers ${status}`;
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? (error as Error).message : 'nothing listens';
  }
}
