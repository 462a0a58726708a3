import { InferenceError } from '@inference-constructs/core/out/errors';
import type { BenchResult } from '@inference-constructs/core/out/model/bench';
import type { BenchRequests } from './bench-requests';
import { BenchServer, Refusal } from './bench-server';
import type { Level } from './levels';
import { bestOf, Rounds } from './levels';
import { median, rounded } from './rounded';

/** What is measured of a model, whoever asks. */
export interface Measured extends Pick<BenchResult, 'residentMib' | 'startMilliseconds' | 'requests' | 'batches'> {
  readonly throughput: Required<BenchResult>['throughput'];
  /** Of each number of requests at once that was tried. */
  readonly levels: readonly Level[];
}

export interface MeasureSpec extends BenchRequests {
  readonly modelDirectory: string;
  /** How messages call the package. */
  readonly name: string;
  /** Of each measurement. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
}

const STARTS = 3;
/** What disturbs for a moment disturbs a part of everything, rather than all of something. */
const ROUNDS = 3;

/** Starts the runtime a few times, then asks the last one. */
export async function measure(spec: MeasureSpec): Promise<Measured> {
  const { modelDirectory, name, signal } = spec;
  const starts: number[] = [];
  for (;;) {
    const server = await BenchServer.start(modelDirectory, name, signal);
    try {
      starts.push(server.startMilliseconds);
      if (starts.length === STARTS) {
        return { startMilliseconds: rounded(median(starts)), ...(await ask(server, spec)) };
      }
    } finally {
      await server.stop();
    }
  }
}

async function ask(server: BenchServer, spec: MeasureSpec): Promise<Omit<Measured, 'startMilliseconds'>> {
  const { requests, rows, seconds } = spec;
  for (const [i, request] of requests.entries()) {
    await server.send(request).catch((error: unknown) => refuse(spec, i, error));
  }
  const rounds = new Rounds(server, spec, (1000 * seconds) / ROUNDS);
  // The first requests are slower.
  await rounds.warmUp(1000 * seconds).catch((error: unknown) => refuseLater(spec, error));
  const residentMib = Math.ceil(server.residentMib);
  for (let round = 0; round < ROUNDS; round++) {
    await rounds.play().catch((error: unknown) => refuseLater(spec, error));
  }
  const { batches, levels } = rounds;
  const [{ p50Milliseconds, p99Milliseconds }] = levels;
  const { clientShare: _, ...best } = bestOf(levels);
  return {
    residentMib,
    requests: { rows, p50Milliseconds, p99Milliseconds },
    ...(batches.length === 0 ? {} : { batches }),
    throughput: { ...best, residentMib: Math.ceil(server.residentMib) },
    levels,
  };
}

function refuse({ source }: MeasureSpec, index: number, error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  throw new InferenceError(
    'BenchRefused',
    `request ${index + 1} of ${source} (${error.message}): must be answered. correct it, or leave it out`,
  );
}

/** One at a time, each was answered before. */
function refuseLater({ source }: MeasureSpec, error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  throw new InferenceError(
    'BenchRefused',
    `a request of ${source} (${error.message}): must be answered each time. find out why the model fails now and then`,
  );
}
