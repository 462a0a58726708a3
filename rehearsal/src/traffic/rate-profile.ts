import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { typeName } from './request-time';

interface Point {
  readonly minute: number;
  readonly requests: number;
}

/** Requests a minute that change with time. */
export interface RateProfile {
  /** By the time of day, in UTC, over and over; else by the minutes since the deployment began. */
  readonly isOfDay: boolean;
  /** Linear between two points; before the first and after the last as there, or across midnight. */
  at(minute: number): number;
}

const DAY = 1440;
const EXAMPLE = 'write time,requests and 09:00,120, or minute,requests and 0,60';

/**
 * Reads a rate profile: CSV with the header `time,requests` or `minute,requests`, or a JSON list of objects with these
 * members. `time` is HH:MM in UTC, `minute` counts from the beginning of the deployment.
 */
export function readRateProfile(file: string): RateProfile {
  const text = textOf(file);
  const rows = text.trimStart().startsWith('[') ? jsonRows(text, file) : csvRows(text, file);
  if (rows.length === 0) throw invalid('points (none)', 'at least one', file);
  const isOfDay = Object.hasOwn(rows[0].row, 'time');
  const points = rows.map((row) => pointOf(row, isOfDay));
  points.forEach(({ minute }, i) => {
    if (i > 0 && minute <= points[i - 1].minute)
      throw invalid(isOfDay ? 'time' : 'minute', 'later than the one before', rows[i].where);
  });
  if (points.every(({ requests }) => requests === 0)) throw invalid('requests (0 at every point)', 'some', file);
  return { isOfDay, at: (minute) => (isOfDay ? atTime(points, minute % DAY) : between(points, minute)) };
}

interface Row {
  readonly row: Readonly<Record<string, unknown>>;
  readonly where: string;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InferenceError('RateProfileMissing', `${file} (${reason}): must be CSV or JSON. check the path`);
  }
}

function jsonRows(text: string, file: string): Row[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    throw invalid('profile (not JSON)', 'a list of {"time": "09:00", "requests": 120}', file);
  }
  return (rows as unknown[]).map((row, i) => {
    const where = `${file}, point ${i + 1}`;
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw invalid(`point (${typeName(row)})`, 'an object', where);
    return { row: row as Row['row'], where };
  });
}

/** Numbers and times need no quotes, so none are read. */
function csvRows(text: string, file: string): Row[] {
  const lines = text.split(/\r?\n/).map((line) => line.split(',').map((cell) => cell.trim()));
  const [head, ...rest] = lines;
  if (!head.includes('requests') || head.includes('time') === head.includes('minute'))
    throw invalid('header', 'time,requests or minute,requests', `${file}, line 1`);
  return rest.flatMap((cells, i) => {
    if (cells.every((cell) => cell === '')) return [];
    const row = Object.fromEntries(head.map((name, column) => [name, valueOf(cells[column])]));
    return [{ row, where: `${file}, line ${i + 2}` }];
  });
}

function valueOf(cell: string | undefined): unknown {
  return cell === undefined || cell === '' || Number.isNaN(Number(cell)) ? cell : Number(cell);
}

function pointOf({ row: { time, minute, requests }, where }: Row, isOfDay: boolean): Point {
  if (typeof requests !== 'number' || !(requests >= 0 && requests < Infinity))
    throw invalid(`requests (${told(requests)})`, 'a number, 0 or more', where);
  if (!isOfDay) {
    if (typeof minute === 'number' && minute >= 0 && minute < Infinity) return { minute, requests };
    throw invalid(`minute (${told(minute)})`, 'a number, 0 or more', where);
  }
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(typeof time === 'string' ? time : '') ?? [];
  if (hours === undefined) throw invalid(`time (${told(time)})`, 'HH:MM, in UTC', where);
  return { minute: Number(hours) * 60 + Number(minutes), requests };
}

function told(value: unknown): string {
  return typeof value === 'number' ? String(value) : typeName(value);
}

function atTime(points: readonly Point[], minute: number): number {
  const first = points[0];
  const last = points[points.length - 1];
  return between([{ ...last, minute: last.minute - DAY }, ...points, { ...first, minute: first.minute + DAY }], minute);
}

function between(points: readonly Point[], minute: number): number {
  const next = points.findIndex((point) => point.minute > minute);
  if (next === -1) return points[points.length - 1].requests;
  const after = points[next];
  if (next === 0) return after.requests;
  const before = points[next - 1];
  const share = (minute - before.minute) / (after.minute - before.minute);
  return before.requests + share * (after.requests - before.requests);
}

function invalid(what: string, limit: string, where: string): InferenceError {
  return new InferenceError('RateProfileInvalid', `${what}: ${limit}. ${EXAMPLE}`, where);
}
