import { invalid } from '../options';

/** What `inference bench` was asked for. */
export interface BenchOptions {
  /** The model package. */
  readonly directory: string;
  /** Recorded requests, JSON Lines or CSV. Default: the golden cases. */
  readonly traffic?: string;
  /** What this machine is, in words. Default: its processor. */
  readonly machine?: string;
  /** Of each measurement. Default: 2. */
  readonly seconds?: number;
  /** Compare, measure and write nothing. */
  readonly check?: boolean;
  /** Ends the measurement and its processes. */
  readonly signal?: AbortSignal;
}

export const BENCH_DEFAULTS = { seconds: 2 } as const;

const MOST_SECONDS = 600;

export function checkBenchOptions({ seconds, machine }: BenchOptions): void {
  if (seconds !== undefined && !(seconds > 0 && seconds <= MOST_SECONDS)) {
    throw invalid('seconds', seconds, `more than 0, at most ${MOST_SECONDS} for each measurement`);
  }
  if (machine?.trim() === '') throw invalid('machine', JSON.stringify(machine), 'words that are not empty');
}
