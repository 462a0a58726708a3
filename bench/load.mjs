// Load from its own process: each client keeps one connection and sends its next request when the answer is there.
// node bench/load.mjs PORT CLIENTS MILLISECONDS BODY|@FILE [TYPE]      prints {"requests", "failures", "milliseconds", "p50", "p99"}
import { readFileSync } from 'node:fs';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';

const [port, clients, duration] = process.argv.slice(2, 5).map(Number);
const [given, type] = process.argv.slice(5);
const body = given.startsWith('@') ? readFileSync(given.slice(1)) : given;
const request = [Buffer.concat(postParts('/invocations', body, type))];
const latencies = [];
let failures = 0;

async function run(client, end) {
  for (let start = performance.now(); start < end;) {
    const answer = await client.send(request);
    const now = performance.now();
    latencies.push(now - start);
    start = now;
    if (answer?.status !== 200) {
      failures++;
      return;
    }
  }
}

const connections = await Promise.all(Array.from({ length: clients }, () => KeepAliveClient.open(port)));
const start = performance.now();
await Promise.all(connections.map((client) => run(client, start + duration)));
const milliseconds = performance.now() - start;
connections.forEach((client) => client.close());
latencies.sort((a, b) => a - b);
const quantile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
console.log(
  JSON.stringify({ requests: latencies.length, failures, milliseconds, p50: quantile(0.5), p99: quantile(0.99) }),
);
