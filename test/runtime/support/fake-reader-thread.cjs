const { parentPort } = require('node:worker_threads');

const read = { kind: 'read', reading: { inputs: {}, answer: { kind: 'kserve-v1' } } };

parentPort.on('message', ({ body }) => {
  if (Buffer.from(body).toString() === 'crash') {
    throw new Error('crashed');
  }
  parentPort.postMessage(read);
});
