import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Lambda shows more processors than a function may use: it grants one for each of these many MB. */
const LAMBDA_MB_PER_CPU = 1769;

type ReadText = (file: string) => string | undefined;

/**
 * Threads that onnxruntime may use. Its own default is the machine's core count, whatever share of it the container was
 * given; more threads than processors make every run slower.
 */
export function availableThreads(
  variables: Readonly<Record<string, string | undefined>>,
  read: ReadText = readText,
  processors: number = availableParallelism(),
): number {
  const quota = lambdaQuota(variables) ?? cgroupQuota(read) ?? processors;
  return Math.max(1, Math.floor(Math.min(quota, processors)));
}

/** One run at a time on each processor, as long as there are not too many copies of what each of them needs. */
const MOST_WORKERS = 8;

export function divideThreads(threads: number): { readonly workers: number; readonly threads: number } {
  const workers = Math.min(MOST_WORKERS, threads);
  return { workers, threads: Math.floor(threads / workers) };
}

function lambdaQuota(variables: Readonly<Record<string, string | undefined>>): number | undefined {
  const megabytes = Number(variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);
  return megabytes > 0 ? megabytes / LAMBDA_MB_PER_CPU : undefined;
}

function cgroupQuota(read: ReadText): number | undefined {
  const version2 = read('/sys/fs/cgroup/cpu.max')?.trim().split(' ');
  const version1 = [read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'), read('/sys/fs/cgroup/cpu/cpu.cfs_period_us')];
  const [quota, period] = (version2 ?? version1).map(Number);
  return quota > 0 && period > 0 ? quota / period : undefined;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
