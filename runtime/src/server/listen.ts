import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** Resolves to the port that was taken, or to the path of a socket that was given instead. */
export function listen(server: Server, port: number | string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new InferenceError(
              'PortInUse',
              `port (${port}): must be free. Stop what listens there, or set SAGEMAKER_BIND_TO_PORT.`,
            )
          : new InferenceError(
              'PortUnusable',
              `port (${port}, ${error.code}): must be one this process may listen on.`,
            ),
      );
    });
    server.listen(port, () => resolve(typeof port === 'string' ? port : (server.address() as AddressInfo).port));
  });
}

/** As many as the kernel queues for a server of Node.js: those that come meanwhile must not keep it listening for ever. */
const MOST_QUEUED = 511;

/** Takes what already stands in the kernel's queue, then no more; open connections stay as they are. */
export async function stopListening(server: Server): Promise<void> {
  let taken = 0;
  const count = (): void => void taken++;
  server.on('connection', count);
  await nextTurn();
  // A turn of the event loop takes one connection: the queue is empty after the first turn that takes none.
  for (let before = -1; before < taken && taken < MOST_QUEUED;) {
    before = taken;
    await nextTurn();
  }
  server.off('connection', count);
  // http.Server.close would also cut connections that look idle while a request is on its way.
  NetServer.prototype.close.call(server);
}
