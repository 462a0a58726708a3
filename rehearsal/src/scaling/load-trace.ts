import { InferenceError } from '@inference-constructs/core/out/errors';

/** A load, minute by minute; the first minute is 0. */
export interface LoadTrace {
  readonly requests: readonly number[];
  /** When its first minute is, where the trace says. */
  readonly startsAt?: Date;
  /** Further metrics that it carries, by name; undefined where a minute has none. */
  readonly metrics: ReadonlyMap<string, readonly (number | undefined)[]>;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads requests per minute from JSON Lines (`{"requests": 130}`, `{"time": "…", "requests": 130, "QueueDepth": 4}`, or bare
 * numbers) or from CSV (a header with a column `requests`, or bare numbers). Other columns are metrics by that name.
 */
export function parseLoadTrace(text: string, file = 'trace'): LoadTrace {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = isJson(lines[0]) ? jsonRows(lines, file) : csvRows(lines);
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

function isJson(line: string | undefined): boolean {
  return line?.trimStart().startsWith('{') === true;
}

function jsonRows(lines: readonly string[], file: string): Row[] {
  return lines.map((line, i) => {
    try {
      const row = JSON.parse(line) as unknown;
      if (typeof row === 'object' && row !== null) return row as Row;
    } catch {
      // Told below, without what the line holds.
    }
    throw invalid(file, `line ${i + 1} (no JSON object)`, 'JSON');
  });
}

/** Numbers and times need no quotes, so none are read. */
function csvRows(lines: readonly string[]): Row[] {
  const cells = lines.map((line) => line.split(',').map((cell) => cell.trim()));
  if (cells.length === 0 || cells[0].every((cell) => numberIn(cell) !== undefined)) {
    return cells.map(([requests]) => ({ requests }));
  }
  const [head, ...rest] = cells;
  return rest.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}

function numberIn(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
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
