// The floor: node:http alone. Reads a body to its end and answers with bytes it was started with; with a model package it
// also runs the model once a request, below the public interface of onnxruntime, on a row of ones.
// node bench/floor-server.mjs ANSWER [MODEL]
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const answer = Buffer.from(process.argv[2]);
const run = process.argv[3] === undefined ? () => undefined : rawRun(process.argv[3]);
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    run();
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', answer.length);
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  process.stderr.write(`${JSON.stringify({ message: 'listening', port })}\n${JSON.stringify({ message: 'ready' })}\n`);
});
process.on('SIGTERM', () => process.exit(0));

/** One row of ones for the model's only, float32 input. */
function rawRun(model) {
  const { binding, initOrt } = createRequire(import.meta.url)('onnxruntime-node/dist/binding.js');
  const { inputs, outputs } = JSON.parse(readFileSync(join(model, 'model.json'), 'utf8')).signature;
  initOrt();
  const session = new binding.InferenceSession();
  session.loadModel(join(model, 'model.onnx'), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const dims = inputs[0].shape.map((size) => (typeof size === 'number' ? size : 1));
  const data = new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(1);
  const feeds = { [inputs[0].name]: { type: 'float32', dims, data, location: 'cpu' } };
  const fetches = Object.fromEntries(outputs.map(({ name }) => [name, null]));
  return () => session.run(feeds, fetches, {});
}
