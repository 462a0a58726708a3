import type { Case } from './case';
import { Cases, LOT, type Contract } from './cases';
import { Client, type Outcome } from './client';
import { grown, MemoryWatch, type MemoryReport } from './memory';
import { Targets } from './targets';

export interface Options {
  readonly requests: number;
  readonly seed: number;
  /** Only the case of this number. */
  readonly only?: number;
  /** Only cases of this contract. */
  readonly contract?: Contract;
}

export interface Failure {
  readonly index: number;
  readonly fault: string;
  readonly answer?: string;
  readonly case: Case;
}

export interface Result {
  readonly requests: number;
  readonly seconds: number;
  readonly contracts: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, MemoryReport>>;
  readonly failures: readonly Failure[];
  /** What is wrong with a process rather than with an answer. */
  readonly faults: readonly string[];
}

const CLIENTS = 4;
/** More would tell nothing new. */
const MOST_FAILURES = 50;

/** Sends so many cases to all targets at once and checks each answer. */
export async function fuzz({ requests, seed, only, contract }: Options): Promise<Result> {
  const targets = await Targets.start();
  const cases = new Cases(targets, seed, contract);
  const [contracts, statuses]: Record<string, number>[] = [{}, {}];
  const failures: Failure[] = [];
  const memory = new MemoryWatch();
  const start = performance.now();
  let next = 0;
  let done = 0;
  let looked = 0;
  let faults: readonly string[] = [];

  const count = (one: Case, { kind, fault, answer }: Outcome, index: number): void => {
    done++;
    contracts[one.contract] = (contracts[one.contract] ?? 0) + 1;
    statuses[kind] = (statuses[kind] ?? 0) + 1;
    if (fault !== undefined) {
      failures.push({ index, fault, answer, case: one });
    }
  };
  const look = (): void => {
    if (done >= looked + requests / 100) {
      looked = done;
      memory.look(done / requests, targets.pids);
      faults = targets.listen();
    }
  };
  const work = async (): Promise<void> => {
    const client = new Client(targets);
    while (next * LOT < requests && failures.length < MOST_FAILURES && faults.length === 0) {
      const lot = next++;
      const some = cases.lot(lot).slice(0, requests - lot * LOT);
      const outcomes = await client.run(some);
      outcomes.forEach((outcome, at) => count(some[at], outcome, lot * LOT + at));
      look();
    }
    client.close();
  };

  try {
    if (only === undefined) {
      await Promise.all(Array.from({ length: CLIENTS }, work));
    } else {
      const client = new Client(targets);
      const one = cases.only(only);
      const [outcome] = await client.run([one]);
      count(one, outcome, only);
      client.close();
    }
  } finally {
    faults = await targets.stop();
  }
  const seconds = (performance.now() - start) / 1000;
  const report = memory.report();
  const grew = requests >= 100 * LOT ? grown(report).map((name) => `${name}: its memory grew`) : [];
  return { requests: done, seconds, contracts, statuses, memory: report, failures, faults: [...faults, ...grew] };
}
