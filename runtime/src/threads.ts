import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as Threads from 'node:worker_threads';
import { InferenceError } from '@inference-constructs/core/out/errors';

/**
 * A thread's script, which lies beside the server's. It holds what its thread needs and no more: loading all of the server
 * would take a thread longer, and as much memory again.
 */
export function threadScript(server: string, thread: 'engine' | 'reader'): string {
  const script = join(dirname(server), `${thread}-thread.js`);
  if (existsSync(script)) {
    return script;
  }
  throw new InferenceError('RuntimeIncomplete', `${script}: must lie beside the server. Copy all of its scripts.`);
}

/** By a name that the bundle leaves to Node.js. */
const load = require;

/** Node.js loads what threads need when the first is started: a server of a quick model may never have one. */
export function startThread(script: string, options: Threads.WorkerOptions): Threads.Worker {
  const { Worker: Thread } = load('node:worker_threads') as typeof Threads;
  return new Thread(script, options);
}
