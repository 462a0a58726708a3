import type { Duration, Size } from 'aws-cdk-lib/core';

/** How many copies an inference component has, and what each asks for. */
export interface CopyOptions {
  /**
   * Number of copies: at least 1, and at least 2 for a rolling rollout, else `CopyCountOutOfRange` or
   * `RolloutNeedsCopies`.
   *
   * @default 2
   */
  readonly copyCount?: number;

  /**
   * Processor cores of each copy, at least 0.25, else `CpuCoresOutOfRange`.
   *
   * @default - 1 on processors, and no matter how many beside a GPU
   */
  readonly cpuCores?: number;

  /**
   * GPUs of each copy, else `AcceleratorsOutOfRange`. With 0 the model runs on processors.
   *
   * @default - 1 where the endpoint's instances have GPUs, else 0
   */
  readonly accelerators?: number;

  /**
   * Memory that an instance must have left for each copy: at least 128 MiB, else `MemoryOutOfRange`.
   *
   * @default - what the model takes while it is loaded: half as much again as its `bench.json` says, else 256 MiB and three
   * times the size of its package, or once that size where an instance has not as much. A package whose size is not known fails with `MemoryUnknown`
   */
  readonly minMemory?: Size;

  /**
   * Memory that a copy may take at most: at least `minMemory`, else `MemoryOutOfRange`.
   *
   * @default - what the instance has
   */
  readonly maxMemory?: Size;

  /**
   * How long a copy may take to download its model: from a minute to an hour, else `StartupTimeoutOutOfRange`.
   *
   * @default - SageMaker's own, which is not documented; of a model that would take longer than 4 minutes at 25 MiB a second, a
   * minute more than that
   */
  readonly modelDataDownloadTimeout?: Duration;

  /**
   * How long a copy may take to pass its first health check: from a minute to an hour, else `StartupTimeoutOutOfRange`.
   *
   * @default - SageMaker's own 4 minutes, unless the model may need longer: twice the start that its `bench.json` says, else a
   * minute more than its size takes at 50 MiB a second
   */
  readonly containerStartupHealthCheckTimeout?: Duration;
}
