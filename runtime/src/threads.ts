import { dirname, join } from 'node:path';
import type { Worker, WorkerOptions } from 'node:worker_threads';

/**
 * A thread's script, which lies beside the server's. It holds what its thread needs and no more: loading all of the server
 * would take a thread longer, and as much memory again.
 */
export function threadScript(server: string, thread: 'engine' | 'reader'): string {
  return join(dirname(server), `${thread}-thread.js`);
}

/** Node.js loads what threads need when the first is started: a server of a quick model may never have one. */
export function startThread(script: string, options: WorkerOptions): Worker {
  const { Worker: Thread } = process.getBuiltinModule('node:worker_threads');
  return new Thread(script, options);
}
