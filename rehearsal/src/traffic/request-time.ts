import { InferenceError } from '@inference-constructs/core/out/errors';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** Milliseconds since 1970 by ISO 8601 with a zone: without one it would be another time on another machine. */
export function zonedTime(value: unknown): number | undefined {
  const time = typeof value === 'string' && ISO.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** When a request came, in seconds: ISO 8601 with a zone, or seconds since whenever; only differences count. */
export function requestTime(value: unknown, where: string): number {
  const milliseconds = zonedTime(value);
  const seconds = milliseconds === undefined ? value : milliseconds / 1000;
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return seconds;
  throw new InferenceError(
    'TrafficInvalid',
    `time (${typeName(value)}): ISO 8601 with Z or an offset, or seconds as a number. write 2026-01-01T00:00:10Z, or 10`,
    where,
  );
}

/** What a value is, without telling the value. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return value === '' ? 'empty' : typeof value === 'string' ? 'text' : typeof value;
}
