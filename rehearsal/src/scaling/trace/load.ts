import type { LoadTrace } from '../load-trace';
import type { RecordedTrace, TracePoint } from './recorded-trace';
import type { Span } from './span';

const MINUTE = 60_000;

/** A part of a trace, minute by minute: the requests of a period come evenly, and none where nothing was recorded. */
export function loadOf({ points, periodMinutes }: RecordedTrace, { from, until }: Span): LoadTrace {
  const minutes = (until - from) / MINUTE;
  const requests = new Array<number>(minutes).fill(0);
  const metrics = new Map<string, (number | undefined)[]>();
  for (const point of points) {
    const first = (point.time - from) / MINUTE;
    for (let minute = Math.max(0, first); minute < Math.min(minutes, first + periodMinutes); minute++) {
      requests[minute] = point.requests / periodMinutes;
      addMetrics(metrics, point, minute, minutes);
    }
  }
  return { requests, startsAt: new Date(from), metrics };
}

function addMetrics(
  metrics: Map<string, (number | undefined)[]>,
  point: TracePoint,
  minute: number,
  minutes: number,
): void {
  for (const [name, value] of Object.entries(point.metrics)) {
    const values = metrics.get(name) ?? new Array<number | undefined>(minutes).fill(undefined);
    values[minute] = value;
    metrics.set(name, values);
  }
}
