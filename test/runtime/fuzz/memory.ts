import { existsSync, readFileSync } from 'node:fs';

/**
 * From after the first tenth of the requests to the last tenth, resident memory may grow by this. V8 takes steps of 16 and
 * 32 MB for its young objects when a process has been busy for a while; a kilobyte lost with each of a server's 90,000
 * requests of a million would be twice as much.
 */
export const MOST_GROWTH_MB = 48;
/** Samples of a window are taken together by their median: collections of garbage come and go. */
const SHARES = { first: [0.1, 0.2], last: [0.9, 1] } as const;

export interface MemoryReport {
  readonly afterFirstTenthMb: number;
  readonly atEndMb: number;
  readonly mostMb: number;
}

/** The resident memory of processes while requests are answered; Linux only. */
export class MemoryWatch {
  private readonly samples = new Map<string, { done: number; megabytes: number }[]>();

  look(done: number, pids: ReadonlyMap<string, number>): void {
    for (const [name, pid] of pids) {
      const megabytes = residentMegabytes(pid);
      if (megabytes > 0) {
        this.samples.set(name, [...(this.samples.get(name) ?? []), { done, megabytes }]);
      }
    }
  }

  report(): Record<string, MemoryReport> {
    return Object.fromEntries(
      [...this.samples].map(([name, samples]) => {
        const median = ([from, to]: readonly [number, number]): number => {
          const values = samples.filter(({ done }) => done >= from && done <= to).map(({ megabytes }) => megabytes);
          return Math.round(values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN);
        };
        const mostMb = Math.round(Math.max(...samples.map(({ megabytes }) => megabytes)));
        return [name, { afterFirstTenthMb: median(SHARES.first), atEndMb: median(SHARES.last), mostMb }];
      }),
    );
  }
}

/** Names of the processes whose memory grew by more than is allowed. */
export function grown(report: Readonly<Record<string, MemoryReport>>): string[] {
  return Object.keys(report).filter((name) => {
    const { afterFirstTenthMb, atEndMb } = report[name];
    return atEndMb > afterFirstTenthMb + MOST_GROWTH_MB;
  });
}

/** Of a process and those it started; 0 where that cannot be known. */
function residentMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) {
    return 0;
  }
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return kilobytes / 1024 + children.reduce((sum, child) => sum + residentMegabytes(Number(child)), 0);
}
