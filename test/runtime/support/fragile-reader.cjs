// Loaded before the server in each of its threads: a body that says so ends the thread that reads it.
const { isMainThread, parentPort } = require('node:worker_threads');

if (!isMainThread) {
  parentPort.on('message', ({ body }) => {
    if (body !== undefined && Buffer.from(body.buffer, 0, 5).toString() === 'crash') {
      process.exit(1);
    }
  });
}
