/** How a metric is read. */
export interface MetricOptions {
  /**
   * Length of a datapoint in seconds.
   *
   * @default 300
   */
  readonly periodSeconds?: number;

  /**
   * Statistic over a datapoint, for example `Sum`, `Average` or `p99`.
   *
   * @default - `Sum` for counts, `Average` for times
   */
  readonly statistic?: string;
}
