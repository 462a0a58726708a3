// Load that does not wait for answers, from its own process: requests at a fixed rate, each on a connection that is free or
// new. Latencies count from the moment a request was due, so that a late one is not forgiven.
// node bench/open-load.mjs PORT RATE MILLISECONDS DEADLINE BODY|@FILE
// prints {"sent", "statuses", "inTime", "p50", "p99", "largest", "milliseconds"}; 0 is no deadline, p50 and p99 are of status 200
import { readFileSync } from 'node:fs';
import { KeepAliveClient, postParts } from '../scripts/keep-alive-client.mjs';

const [port, rate, duration, deadline] = process.argv.slice(2, 6).map(Number);
const [given] = process.argv.slice(6);
const [head, body] = postParts('/invocations', given.startsWith('@') ? readFileSync(given.slice(1)) : given);
const header = deadline > 0 ? `X-Inference-Deadline-Ms: ${deadline}\r\n\r\n` : '\r\n';
const request = [Buffer.concat([head.subarray(0, -2), Buffer.from(header), body])];

const free = await Promise.all(Array.from({ length: 32 }, () => KeepAliveClient.open(port)));
const latencies = [];
const statuses = {};
const pending = new Set();

async function send(due) {
  const client = free.pop() ?? (await KeepAliveClient.open(port));
  const answer = await client.send(request);
  const status = answer?.status ?? 0;
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (status === 200) {
    latencies.push(performance.now() - due);
  }
  if (client.isOpen) {
    free.push(client);
  }
}

const start = performance.now();
let sent = 0;
while (performance.now() - start < duration) {
  for (const due = Math.floor(((performance.now() - start) / 1000) * rate); sent < due; sent++) {
    const sending = send(start + (sent / rate) * 1000).finally(() => pending.delete(sending));
    pending.add(sending);
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}
const milliseconds = performance.now() - start;
await Promise.all(pending);
free.forEach((client) => client.close());
latencies.sort((a, b) => a - b);
const quantile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
const inTime = latencies.filter((latency) => latency <= (deadline || Infinity)).length;
const largest = latencies.at(-1);
console.log(JSON.stringify({ sent, statuses, inTime, p50: quantile(0.5), p99: quantile(0.99), largest, milliseconds }));
