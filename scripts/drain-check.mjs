// Stops the server under load, again and again: every request whose last byte was sent on a connection that stood before
// SIGTERM, at most a second after that, must get its whole, right answer, and the server must exit with 0.
// node scripts/drain-check.mjs [RUNS=100] [--server FILE]
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KeepAliveClient, postParts } from './keep-alive-client.mjs';
import { startServer } from './server-process.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  options: { server: { type: 'string', default: join(root, 'runtime/dist/container/server.js') } },
  allowPositionals: true,
});
const runs = Number(positionals[0] ?? 100);
const CLIENTS = 16;
const LONGEST_STOP_MS = 25_000;
/** So long after SIGTERM the server keeps idle connections open. */
const IDLE_MS = 1000;

/** Quick answers, so that the signal falls between all stages of a request. */
const diagnosis = () => {
  const directory = join(root, 'examples/diagnosis/models/v1');
  const cases = readFileSync(join(directory, 'golden.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    directory,
    next() {
      const start = Math.floor(Math.random() * cases.length);
      const chosen = cases.slice(start, start + 1 + Math.floor(Math.random() * 8));
      const expected = chosen.flatMap(({ outputs }) => outputs.probabilities);
      return {
        body: JSON.stringify({ inputs: { features: chosen.flatMap(({ inputs }) => inputs.features) } }),
        isRight: ({ outputs }) => isNear(outputs.probabilities.flat(), expected.flat()),
      };
    },
  };
};

/** Slow answers, so that the signal finds a queue. Its value has settled after so many iterations. */
const slowLoop = () => ({
  directory: join(root, 'test/fixtures/slow-loop'),
  next: () => ({
    body: '{"instances":[1000]}',
    isRight: ({ outputs }) => isNear(outputs.value, [0.5128228664398193]),
  }),
});

const isNear = (got, expected) =>
  got.length === expected.length && got.every((value, index) => Math.abs(value - expected[index]) <= 1e-5);

async function load(port, model, state, count) {
  while (!state.isOver) {
    let client;
    try {
      client = await KeepAliveClient.open(port);
    } catch {
      return;
    }
    const isEarly = state.signalledAt === Infinity;
    while (client.isOpen && !state.isOver) {
      const request = model.next();
      const [head, body] = postParts('/invocations', request.body);
      const half = Math.floor(body.length / 2);
      const isSlow = Math.random() < 0.2;
      const parts = isSlow ? [head, body.subarray(0, half), body.subarray(half)] : [Buffer.concat([head, body])];
      let isInTime = false;
      const whenSent = () => (isInTime = performance.now() <= state.signalledAt + IDLE_MS);
      const answer = await client.send(parts, { pauseMs: isSlow ? 15 : 0, whenSent });
      if (answer !== undefined) {
        count[answer.status === 200 && request.isRight(JSON.parse(answer.body)) ? 'right' : 'wrong']++;
        if (state.signalledAt < Infinity) {
          count.afterSignal++;
        }
      } else if (isInTime && isEarly) {
        count.lost++;
      } else {
        count.unsent++;
      }
      if (answer === undefined || answer.isLast) {
        client.close();
        break;
      }
    }
  }
}

async function run(model) {
  const { child, port, exited } = await startServer(values.server, model.directory);
  const count = { right: 0, wrong: 0, lost: 0, unsent: 0, afterSignal: 0 };
  const state = { signalledAt: Infinity, isOver: false };
  const clients = Array.from({ length: CLIENTS }, () => load(port, model, state, count));
  await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200));
  const start = performance.now();
  state.signalledAt = start;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS);
  const exit = await exited;
  clearTimeout(killer);
  state.isOver = true;
  await Promise.all(clients);
  return { ...count, ...exit, stopMs: Math.round(performance.now() - start) };
}

const models = [diagnosis(), slowLoop()];
const total = { runs, clean: 0, right: 0, wrong: 0, lost: 0, unsent: 0, afterSignal: 0, slowestStopMs: 0 };
for (let number = 0; number < runs; number++) {
  const result = await run(models[number % models.length]);
  for (const name of ['right', 'wrong', 'lost', 'unsent', 'afterSignal']) {
    total[name] += result[name];
  }
  total.slowestStopMs = Math.max(total.slowestStopMs, result.stopMs);
  if (result.code === 0 && result.wrong === 0 && result.lost === 0 && result.right > 0) {
    total.clean++;
  } else {
    console.error(JSON.stringify({ run: number + 1, ...result }));
  }
}
console.log(JSON.stringify(total));
process.exitCode = total.clean === runs ? 0 : 1;
