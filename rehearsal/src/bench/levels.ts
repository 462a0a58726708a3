import type { BenchBatch, BenchThroughput } from '@inference-constructs/core/out/model/bench';
import { quantile } from '../metrics/quantile';
import type { LoopResult } from '../server/closed-loop';
import { closedLoop } from '../server/closed-loop';
import type { TrafficRequest } from '../traffic/request';
import type { BenchRequests } from './bench-requests';
import type { BenchServer } from './bench-server';
import { Refusal } from './bench-server';
import { median, rounded } from './rounded';

/** What so many requests at once got. */
export interface Level extends Omit<BenchThroughput, 'residentMib'> {
  /** Of the time, in which the client had a processor. */
  readonly clientShare: number;
}

const CLIENTS = [1, 2, 4, 8, 16, 32, 64];
/** Fewer requests at once that get nearly as many answers are as good. */
const NEARLY_BEST = 0.95;

/** Plays larger and larger requests, and more and more at once, again and again; of each the usual round counts. */
export class Rounds {
  private readonly batchTimes = new Map<number, number[]>();
  private readonly levelsOf = new Map<number, Level[]>();
  /** From here on the runtime refuses. */
  private tooManyRows = Infinity;
  private tooManyClients = Infinity;

  constructor(
    private readonly server: Pick<BenchServer, 'send'>,
    private readonly spec: Pick<BenchRequests, 'requests' | 'batches'>,
    private readonly milliseconds: number,
  ) {}

  async warmUp(milliseconds: number): Promise<void> {
    await this.load(this.spec.requests, 1, milliseconds);
  }

  async play(): Promise<void> {
    for (const { rows, request } of this.spec.batches.filter((batch) => batch.rows < this.tooManyRows)) {
      const result = await this.load([request], 1).catch(unlessRefused);
      if (result === undefined) this.tooManyRows = rows;
      else add(this.batchTimes, rows, timesOf(result).p50Milliseconds);
    }
    for (const clients of CLIENTS.filter((count) => count < this.tooManyClients)) {
      const before = process.cpuUsage();
      const result = await this.load(this.spec.requests, clients).catch(clients === 1 ? undefined : unlessRefused);
      if (result === undefined) this.tooManyClients = clients;
      else add(this.levelsOf, clients, levelOf(clients, result, process.cpuUsage(before)));
      if (result === undefined) break;
    }
  }

  get batches(): BenchBatch[] {
    return [...this.batchTimes]
      .filter(([rows]) => rows < this.tooManyRows)
      .map(([rows, times]) => ({ rows, p50Milliseconds: median(times) }));
  }

  get levels(): Level[] {
    return [...this.levelsOf].filter(([clients]) => clients < this.tooManyClients).map(([, rounds]) => usual(rounds));
  }

  private load(
    requests: readonly TrafficRequest[],
    clients: number,
    milliseconds = this.milliseconds,
  ): Promise<LoopResult> {
    return closedLoop(requests, (request) => this.server.send(request), { clients, milliseconds });
  }
}

/** The fewest at once that get nearly as many answers as any. */
export function bestOf(levels: readonly Level[]): Level {
  const most = Math.max(...levels.map(({ requestsPerSecond }) => requestsPerSecond));
  return levels.find(({ requestsPerSecond }) => requestsPerSecond >= NEARLY_BEST * most) ?? levels[0];
}

function usual(rounds: readonly Level[]): Level {
  const rate = median(rounds.map(({ requestsPerSecond }) => requestsPerSecond));
  return rounds.find(({ requestsPerSecond }) => requestsPerSecond === rate) ?? rounds[0];
}

function levelOf(concurrency: number, result: LoopResult, { user, system }: NodeJS.CpuUsage): Level {
  const { times, milliseconds } = result;
  const requestsPerSecond = rounded((1000 * times.length) / milliseconds);
  return { concurrency, requestsPerSecond, ...timesOf(result), clientShare: (user + system) / 1000 / milliseconds };
}

function timesOf({ times }: LoopResult): { p50Milliseconds: number; p99Milliseconds: number } {
  const samples = times.map((value) => ({ value, weight: 1 }));
  return { p50Milliseconds: rounded(quantile(samples, 0.5)), p99Milliseconds: rounded(quantile(samples, 0.99)) };
}

function add<T>(lists: Map<number, T[]>, key: number, value: T): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}
