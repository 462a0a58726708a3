import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ROOT } from '../support/bundles';
import type { Case } from './case';
import { CONTRACTS } from './cases';
import { fuzz, type Failure, type Result } from './fuzz';
import { MOST_GROWTH_MB } from './memory';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
    contract: { type: 'string' },
    json: { type: 'string' },
  },
});
const seed = Number(values.seed);
const requests = Number(values.requests);
const only = values.only === undefined ? undefined : Number(values.only);
const contract = CONTRACTS.find((name) => name === values.contract);
if (values.contract !== undefined && contract === undefined) {
  console.error(`--contract (${values.contract}): must be one of ${CONTRACTS.join(', ')}.`);
  process.exit(1);
}
/** What makes the same cases again. */
const choice = contract === undefined ? `--seed ${seed}` : `--seed ${seed} --contract ${contract}`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1));
}
void main();

async function main(): Promise<void> {
  console.log(`seed ${seed}`);
  const from = origin();
  const result = await fuzz({ requests, seed, only, contract });
  print(result);
  const isFailed = result.failures.length > 0 || result.faults.length > 0;
  if (values.json !== undefined) {
    const { failures, faults, ...rest } = result;
    const counts = { failures: failures.length, faults: faults.length };
    writeFileSync(
      values.json,
      `${JSON.stringify({ ...from, ...rest, ...counts, mostGrowth: MOST_GROWTH_MB }, null, 2)}\n`,
    );
  }
  process.exit(isFailed ? 1 : 0);
}

function origin(): object {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  return {
    command: `npm run fuzz -- --requests ${requests} ${choice}`,
    seed,
    commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : ' with changes'),
    date: new Date().toISOString().slice(0, 10),
  };
}

function print({ contracts, statuses, memory, failures, faults, seconds, requests: done }: Result): void {
  console.log('contracts', contracts);
  console.log('statuses', statuses);
  console.log('resident memory', memory);
  faults.forEach((fault) => console.log(fault));
  const smallest = [...failures].sort((a, b) => size(a.case) - size(b.case))[0] as Failure | undefined;
  if (smallest !== undefined) {
    console.log('smallest failing case', describe(smallest));
    console.log(`again: npm run fuzz -- ${choice} --only ${smallest.index}`);
    const kinds = new Map(failures.map(({ index, fault, case: { contract } }) => [`${contract}: ${fault}`, index]));
    kinds.forEach((index, kind) => console.log(`${kind}, for example case ${index}`));
  }
  const [failed, faulty] = [failures.length, faults.length];
  console.log(
    `${done} requests in ${seconds.toFixed(1)} s (${Math.round(done / seconds)}/s), seed ${seed}: ` +
      `${failed} failures, ${faulty} faults of processes`,
  );
}

function size(one: Case): number {
  return one.kind === 'http'
    ? one.request.body.length
    : one.kind === 'raw'
      ? one.bytes.length
      : JSON.stringify(one).length;
}

function describe({ index, fault, answer, case: one }: Failure): object {
  const sent =
    one.kind === 'http'
      ? { ...one.request, body: one.request.body.toString('base64') }
      : one.kind === 'raw'
        ? { bytes: one.bytes.toString('base64') }
        : { event: JSON.stringify(one.event) };
  return { seed, index, target: one.target, contract: one.contract, fault, ...sent, answer };
}
