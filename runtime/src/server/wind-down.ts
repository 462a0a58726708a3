import type { Server } from 'node:http';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Lifecycle } from '../lifecycle';
import { logFailure } from '../log';
import type { Connections, DrainTimes } from './connections';
import { stopListening } from './listen';

/** SageMaker and ECS kill 30 seconds after SIGTERM. */
const DRAIN: DrainTimes = {
  idleMilliseconds: 1000,
  arrivalMilliseconds: 5000,
  deafMilliseconds: 5000,
  totalMilliseconds: 24_000,
};
const LAST_MOMENT_MS = 25_000;

/** A server that is to stop. */
export interface Stopping {
  readonly server: Server;
  readonly connections: Connections;
  readonly lifecycle: Lifecycle;
  /** Ends what runs the models, once every request is answered. */
  readonly close: () => Promise<void>;
  /** Ends it at once, when the time to stop is over. */
  readonly kill: () => void;
}

/** Answers what has come, and ends. Resolves to the exit code: the given one, or 1 where requests had to be given up. */
export async function windDown(
  { server, connections, lifecycle, close, kill }: Stopping,
  exitCode: number,
): Promise<number> {
  lifecycle.advance('draining');
  const lastMoment = setTimeout(kill, LAST_MOMENT_MS);
  await stopListening(server);
  const isDrained = await connections.drain(DRAIN);
  await close();
  clearTimeout(lastMoment);
  lifecycle.advance('stopped');
  if (isDrained) {
    return exitCode;
  }
  logFailure(new InferenceError('DrainTimeout', 'Some requests were still unanswered when the time to stop was over.'));
  return 1;
}
