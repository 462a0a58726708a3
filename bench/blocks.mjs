// Interleaved blocks of load against several servers, and what they say of each other.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { compiled } from './compiled.mjs';
import { load } from './load.mjs';
import { cpuMicroseconds, nodeVersion } from './servers.mjs';
import { median, medianInterval } from './statistics.mjs';

/** One block of load against one server. */
export async function block(server, clients, seconds, body) {
  const before = cpuMicroseconds(server.pid);
  const { requests, failures, milliseconds, p50, p99 } = await load(server.port, clients, seconds * 1000, body);
  if (failures > 0) {
    throw new Error(`${failures} of ${requests} requests failed`);
  }
  return { rate: (requests / milliseconds) * 1000, cpu: (cpuMicroseconds(server.pid) - before) / requests, p50, p99 };
}

/** What comes before anything counts. Node.js compiles what ran often: a slow model's server is not warm after two seconds. */
const WARM_UP = { seconds: 2, requests: 3000, mostSeconds: 90 };

/** Load until a server's own code is as fast as it gets. */
export async function warmUp(server, clients, body) {
  const { rate } = await block(server, clients, WARM_UP.seconds, body);
  const left = Math.min(WARM_UP.requests / rate, WARM_UP.mostSeconds) - WARM_UP.seconds;
  if (left > 0) {
    await block(server, clients, left, body);
  }
}

/** Keeps the processors from sleeping, which a hypervisor counts as work of who wakes them. Gives what ends it. */
export function keepAwake() {
  const awake = spawn(compiled('awake.c'), { stdio: ['pipe', 'ignore', 'inherit'] });
  return () => awake.stdin.end();
}

/**
 * `servers` by name; body is text, or `@FILE` and perhaps a content type. `isSaturated`: the servers never let the
 * processors sleep; what keeps those awake would only take from the runtime's threads, which let others go first.
 * Gives the blocks of each, in order.
 */
export async function contest(servers, { clients, blocks, seconds, body, isSaturated = false }) {
  const names = Object.keys(servers);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  const letSleep = isSaturated ? () => undefined : keepAwake();
  for (const name of names) {
    await warmUp(servers[name], clients, body);
  }
  for (let number = 0; number < blocks; number++) {
    const order = names.map((_, position) => names[(position + number) % names.length]);
    for (const name of order) {
      measured[name].push(await block(servers[name], clients, seconds, body));
    }
  }
  letSleep();
  return measured;
}

/** Median of each quantity. */
export function medians(list) {
  return Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((entry) => entry[key]))]));
}

/** What the blocks that ran next to each other say, with an interval that holds the true median with 95 %. */
export function pairs(first, second, compare) {
  return spread(first.map((entry, number) => compare(entry, second[number])));
}

export function spread(values) {
  return { median: median(values), interval: medianInterval(values) };
}

export const ratio = (key) => (a, b) => a[key] / b[key];

export function text({ median: middle, interval }, digits) {
  return `${middle.toFixed(digits)} (${interval.map((value) => value.toFixed(digits)).join(' to ')})`;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}

export function writeResult(file, head, results) {
  if (file !== undefined) {
    const round = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
    const machine = '2 shared cores';
    writeFileSync(file, `${JSON.stringify({ ...head, node: nodeVersion(), machine, results }, round, 2)}\n`);
  }
}
