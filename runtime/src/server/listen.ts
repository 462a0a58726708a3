import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** Where a server listens: at a port, or at the path of a Unix socket. */
export type Listening = { readonly port: number } | { readonly socket: string };

/** Resolves to the place that was taken; port 0 is any free one. */
export function listen(server: Server, place: Listening): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => reject(unusable(place, code)));
    if ('socket' in place) {
      server.listen(place.socket, () => resolve(place));
    } else {
      server.listen(place.port, () => resolve({ port: (server.address() as AddressInfo).port }));
    }
  });
}

function unusable(place: Listening, code: string | undefined): InferenceError {
  if ('socket' in place) {
    return new InferenceError(
      'SocketUnusable',
      `socket (${place.socket}, ${code}): must be a free path where this process may listen. Set TMPDIR.`,
    );
  }
  return code === 'EADDRINUSE'
    ? new InferenceError(
        'PortInUse',
        `port (${place.port}): must be free. Stop what listens there, or set SAGEMAKER_BIND_TO_PORT.`,
      )
    : new InferenceError(
        'PortUnusable',
        `port (${place.port}, ${code}): must be one this process may listen on. Set SAGEMAKER_BIND_TO_PORT.`,
      );
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
