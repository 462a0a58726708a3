import { Worker } from 'node:worker_threads';

/** A thread of its own looks: a handler that never yields would keep this process alive without its parent. */
const WATCH = `
const { workerData: parent } = require('node:worker_threads');
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500);
`;

/** Ends this process when the one that started it is gone, however that ended. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  // Asked for here: when the thread has started, the parent may be gone.
  const workerData = process.ppid;
  new Worker(WATCH, { eval: true, workerData, stdout: true, stderr: true }).unref();
}
