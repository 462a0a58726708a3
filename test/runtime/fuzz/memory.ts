import { processesOf } from './processes';

/**
 * From after the first tenth of the requests to the last tenth, the resident memory of a process may grow by this. V8 takes
 * steps of 16 and 32 MB for the young objects of a process that has been busy for a while, sooner or later for each; a
 * kilobyte lost with each of a server's 90,000 requests of a million would be twice as much.
 */
export const MOST_GROWTH_MB = 48;
/** Samples of a window are taken together by their median: collections of garbage come and go. */
const SHARES = { first: [0.1, 0.2], last: [0.9, 1] } as const;

export interface MemoryReport {
  readonly afterFirstTenthMb: number;
  readonly atEndMb: number;
  readonly mostMb: number;
}

/** Megabytes at one moment by name, 0 for what is not there. */
export interface Sample {
  /** The share of the requests that were answered by then. */
  readonly done: number;
  readonly megabytes: ReadonlyMap<string, number>;
}

/** The resident memory of processes, and of those they start, while requests are answered; Linux only. */
export class MemoryWatch {
  private readonly samples: Sample[] = [];

  look(done: number, pids: ReadonlyMap<string, number>): void {
    const megabytes = new Map<string, number>();
    for (const [target, pid] of pids) {
      for (const { name, residentMb } of processesOf(pid)) {
        const key = name === undefined ? target : `${target}: ${name}`;
        // Two under one name are one that takes the other's place, or one that should have ended.
        megabytes.set(key, (megabytes.get(key) ?? 0) + residentMb);
      }
    }
    this.samples.push({ done, megabytes });
  }

  report(): Record<string, MemoryReport> {
    return reportOf(this.samples);
  }
}

/** By process; without those that came and went between. */
export function reportOf(samples: readonly Sample[]): Record<string, MemoryReport> {
  const names = new Set(samples.flatMap(({ megabytes }) => [...megabytes.keys()]));
  const reports = [...names].map((name): [string, MemoryReport] => {
    const median = ([from, to]: readonly [number, number]): number => {
      const window = samples.filter(({ done }) => done >= from && done <= to);
      const values = window.map(({ megabytes }) => megabytes.get(name) ?? 0).sort((a, b) => a - b);
      return Math.round(values[values.length >> 1] ?? Number.NaN);
    };
    const mostMb = Math.round(Math.max(...samples.map(({ megabytes }) => megabytes.get(name) ?? 0)));
    return [name, { afterFirstTenthMb: median(SHARES.first), atEndMb: median(SHARES.last), mostMb }];
  });
  return Object.fromEntries(
    reports.filter(([, { afterFirstTenthMb, atEndMb }]) => afterFirstTenthMb !== 0 || atEndMb !== 0),
  );
}

/** Names of the processes whose memory grew by more than is allowed; one that was not there at first has grown by all it has. */
export function grown(report: Readonly<Record<string, MemoryReport>>): string[] {
  return Object.keys(report).filter((name) => {
    const { afterFirstTenthMb, atEndMb } = report[name];
    return atEndMb > afterFirstTenthMb + MOST_GROWTH_MB;
  });
}
