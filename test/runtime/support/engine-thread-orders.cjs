// Orders of an engine's thread, one by one, with large inputs: node engine-thread-orders.cjs SCRIPT MODEL_DIRECTORY
// Prints the last value of each answer, and the bytes of buffers that were there after the first and after the last order.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');

const [script, directory] = process.argv.slice(2);
const COLUMNS = 50_000;
const ORDERS = 50;
const { signature } = JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8'));
const modelFile = join(directory, 'model.onnx');
const worker = new Worker(script, { workerData: { modelFile, signature, threads: 1, device: 'cpu' } });
const answers = [];
const bytes = [];

function order() {
  const data = new Float32Array(COLUMNS).fill(answers.length + 1);
  const feeds = { x: { type: 'float32', dims: [1, COLUMNS], data } };
  worker.postMessage([{ kind: 'run', id: answers.length, feeds }], [data.buffer]);
}

worker.on('message', (message) => {
  if (Array.isArray(message)) {
    const { outputs } = message[0].run;
    answers.push(Object.values(outputs).map(({ data }) => data.at(-1)));
    Object.values(outputs).forEach(({ data }) => data.buffer.transfer(0));
    bytes.push(process.memoryUsage().arrayBuffers);
  }
  if (answers.length < ORDERS) {
    order();
  } else {
    worker.postMessage([{ kind: 'close' }]);
    console.log(JSON.stringify({ answers, kept: (bytes.at(-1) - bytes[0]) / (COLUMNS * 4) }));
  }
});
