const { parentPort } = require('node:worker_threads');

const read = { kind: 'read', reading: { inputs: {}, answer: { kind: 'kserve-v1' } } };

parentPort.on('message', ({ body }) => {
  const text = Buffer.from(body).toString();
  if (text === 'crash') {
    throw new Error('crashed');
  }
  if (text.startsWith('never')) {
    return;
  }
  parentPort.postMessage(read);
});
