import type { BenchResult } from '../model/bench';
import { comfortableMemoryMib, leastMemoryMib } from './model-memory';
import type { ServedModel } from './served-model';

interface Measured {
  readonly bytes?: number;
  readonly bench?: BenchResult;
}

/** Beyond what was measured: larger requests, and garbage that is not collected yet. */
const MEMORY_HEADROOM = 1.5;
/** Starts on a busy host, and slow requests, take longer than was measured. */
const START_HEADROOM = 2;
const REQUEST_HEADROOM = 10;

/**
 * Whole MiB that a model takes comfortably: as it was measured, though never less than its weights, else by its size.
 */
export function neededMemoryMib({ bytes = 0, bench }: Measured): number {
  const needed = bench === undefined ? comfortableMemoryMib(bytes) : MEMORY_HEADROOM * bench.residentMib;
  return Math.ceil(Math.max(needed, leastMemoryMib(bytes)));
}

/** How long the first invocation may take, which loads the model; undefined where it was not measured. */
export function neededSeconds({ bench }: Measured): number | undefined {
  if (bench === undefined) return undefined;
  const { startMilliseconds, requests } = bench;
  return Math.ceil((START_HEADROOM * startMilliseconds + REQUEST_HEADROOM * requests.p99Milliseconds) / 1000);
}

/** Says that what was measured is not what is deployed; defaults are computed from it all the same. */
export function staleNotes({ bench, measuredDigest }: Pick<ServedModel, 'bench' | 'measuredDigest'>): string[] {
  if (bench?.modelDigest === undefined || bench.modelDigest === measuredDigest) return [];
  return [
    `bench.json (measured of ${shortDigest(bench.modelDigest)}): the package is ${shortDigest(measuredDigest)} without it, and defaults follow from what was measured. measure it again with "inference bench"`,
  ];
}

/** How long a container may take until it answers, by what was measured; undefined where it was not. */
export function neededStartSeconds({ bench }: Measured): number | undefined {
  return bench === undefined ? undefined : (START_HEADROOM * bench.startMilliseconds) / 1000;
}

/** Says of a limit that what was measured would not keep. */
export function latencyNotes(
  { bench }: Measured,
  limitMilliseconds: number,
  isUnresolved: (value: unknown) => boolean,
): string[] {
  if (bench === undefined || isUnresolved(limitMilliseconds)) return [];
  const { p99Milliseconds } = bench.requests;
  if (p99Milliseconds <= limitMilliseconds) return [];
  return [
    `latency limit (${limitMilliseconds} ms): bench.json has a 99th percentile of ${p99Milliseconds} ms on ${bench.machine}, so that a release as fast as that is rolled back. raise the limit, or serve it where it is faster`,
  ];
}

/** So much of a digest tells one from another. */
function shortDigest(digest = 'unknown'): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
