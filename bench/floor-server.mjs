// The floor: node:http alone. Reads a body to its end and answers with bytes it was started with; with a model package it
// also runs the model once a request, below the public interface of onnxruntime, on a row of ones.
// node bench/floor-server.mjs ANSWER [MODEL]
import { createServer } from 'node:http';
import { openRaw } from './raw-model.cjs';

const answer = Buffer.from(process.argv[2]);
const run = process.argv[3] === undefined ? () => undefined : openRaw(process.argv[3]);
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
