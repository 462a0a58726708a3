import { InferenceError } from '@inference-constructs/core/out/errors';
import type { TrafficRequest } from './request';

/** Recorded requests, and how many came in which minute, where the file says. */
export interface Recording {
  readonly requests: readonly TrafficRequest[];
  /** By minute after the first request; undefined without times. */
  readonly perMinute?: readonly number[];
}

export interface RecordedRequest {
  readonly request: TrafficRequest;
  /** In seconds; undefined where the line has none. */
  readonly time?: number;
  /** File and line, for messages. */
  readonly where: string;
}

/** Milliseconds taken for seconds make a minute sixteen hours. */
const MOST_DAYS = 31;

/** Times must be on all requests, or on none. */
export function recordingOf(recorded: readonly RecordedRequest[], file: string): Recording {
  const requests = recorded.map(({ request }) => request);
  const times = recorded.flatMap(({ time }) => time ?? []);
  if (times.length === 0) return { requests };
  if (times.length < requests.length) {
    const without = recorded.find(({ time }) => time === undefined);
    throw new InferenceError(
      'TrafficInvalid',
      'time (none): a time on every request, or on none. add it or leave out the others',
      without?.where,
    );
  }
  return { requests, perMinute: countsOf(times, file) };
}

function countsOf(times: readonly number[], file: string): number[] {
  const first = times.reduce((least, time) => Math.min(least, time));
  const last = times.reduce((most, time) => Math.max(most, time));
  const minutes = Math.floor((last - first) / 60) + 1;
  if (minutes > MOST_DAYS * 1440) {
    throw new InferenceError(
      'TrafficInvalid',
      `times (${Math.ceil(minutes / 1440)} days): at most ${MOST_DAYS} days from the first to the last. give seconds, or fewer requests`,
      file,
    );
  }
  const counts = new Array<number>(minutes).fill(0);
  for (const time of times) counts[Math.floor((time - first) / 60)]++;
  return counts;
}
