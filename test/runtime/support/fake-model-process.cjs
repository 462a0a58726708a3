// Stands for the process of a model: answers with what it was sent, and does what a path is named after.
const { createServer } = require('node:http');

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/end') {
      process.exit(1);
    }
    if (request.url === '/end-midway') {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('part', () => process.exit(1));
      return;
    }
    if (request.url === '/silence') {
      request.socket.once('close', () => process.send({ kind: 'gone' }));
      return;
    }
    const { method, url, headers } = request;
    const hangs = url === '/v2/health/live' && process.env.HANGS === 'true';
    response.writeHead(hangs ? 503 : 201, { 'Content-Type': 'application/json', 'X-Own': 'a', 'Retry-After': '7' });
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  });
});
server.listen(process.env.INFERENCE_MODEL_SOCKET, () => process.send({ kind: 'ready' }));
process.once('disconnect', () => process.exit());
