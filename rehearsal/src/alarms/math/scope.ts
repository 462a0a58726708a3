import type { Value } from './value';

/** What an expression is evaluated in: what ids stand for, and how many periods of what length a series has. */
export interface Scope {
  readonly length: number;
  readonly periodSeconds: number;
  /** Ids of the metrics, in the order of the alarm. */
  readonly metrics: readonly string[];
  /** Of a metric or an expression. */
  value(id: string): Value;
}
