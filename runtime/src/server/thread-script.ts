import { dirname, join } from 'node:path';

/**
 * A thread's script, which lies beside the server's. It holds what its thread needs and no more: loading all of the server
 * would take a thread longer, and as much memory again.
 */
export function threadScript(server: string, thread: 'engine' | 'reader'): string {
  return join(dirname(server), `${thread}-thread.js`);
}
