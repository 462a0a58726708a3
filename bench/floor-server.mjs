// The floor: node:http alone. Reads a body to its end and answers with bytes it was started with.
// node bench/floor-server.mjs ANSWER
import { createServer } from 'node:http';

const answer = Buffer.from(process.argv[2]);
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
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
