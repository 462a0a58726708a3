import { InferenceError } from '@inference-constructs/core/out/errors';
import { numberIn, rowsIn } from './trace/rows';

/** A load, minute by minute; the first minute is 0. */
export interface LoadTrace {
  readonly requests: readonly number[];
  /** When its first minute is, where the trace says. */
  readonly startsAt?: Date;
  /** Further metrics that it carries, by name; undefined where a minute has none. */
  readonly metrics: ReadonlyMap<string, readonly (number | undefined)[]>;
}

/**
 * Reads requests per minute from JSON Lines (`{"requests": 130}`, `{"time": "…", "requests": 130, "QueueDepth": 4}`, or bare
 * numbers) or from CSV (a header with a column `requests`, or bare numbers). Other columns are metrics by that name.
 */
export function parseLoadTrace(text: string, file = 'trace'): LoadTrace {
  const rows = rowsIn(text, (what, limit) => invalid(file, what, limit));
  if (rows.length === 0) throw invalid(file, 'lines (0)', 'at least 1');
  const requests = rows.map((row, i) => {
    const value = numberIn(row.requests);
    if (value === undefined || value < 0)
      throw invalid(file, `requests in row ${i + 1} (${text_(row.requests)})`, '0 or more');
    return value;
  });
  const names = new Set(rows.flatMap(Object.keys));
  const metrics = [...names].filter((name) => name !== 'requests' && name !== 'time');
  return {
    requests,
    ...startOf(rows[0].time, file),
    metrics: new Map(metrics.map((name) => [name, rows.map((row) => numberIn(row[name]))])),
  };
}

function startOf(time: unknown, file: string): { startsAt?: Date } {
  if (time === undefined) return {};
  const startsAt = new Date(typeof time === 'number' ? time : String(time));
  if (Number.isNaN(startsAt.getTime())) throw invalid(file, `time (${String(time)})`, 'ISO 8601');
  return { startsAt };
}

function text_(value: unknown): string {
  return value === undefined ? 'none' : String(value);
}

function invalid(file: string, what: string, limit: string): InferenceError {
  return new InferenceError(
    'LoadTraceInvalid',
    `${what}: ${limit}. write one minute a line, with a column requests`,
    file,
  );
}
