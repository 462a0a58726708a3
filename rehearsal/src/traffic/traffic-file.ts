import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { RecordedRequest, Recording } from './recording';
import { recordingOf } from './recording';
import { requestTime } from './request-time';

/** Reads recorded requests: JSON Lines of `{"body": …}`, each with a `time` or none. */
export function readTrafficFile(file: string): Recording {
  const lines = textOf(file).split('\n');
  const requests = lines.flatMap((line, i) => (line.trim() === '' ? [] : [requestOf(line, `${file}, line ${i + 1}`)]));
  if (requests.length === 0) {
    throw new InferenceError('TrafficInvalid', `${file} (no requests): at least one line. add {"body": …}, one a line`);
  }
  return recordingOf(requests, file);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InferenceError('TrafficMissing', `${file} (${reason}): must be a file of JSON Lines. check the path`);
  }
}

function requestOf(line: string, where: string): RecordedRequest {
  let request: { body?: unknown; contentType?: unknown; time?: unknown } | null;
  try {
    request = JSON.parse(line) as typeof request;
  } catch {
    throw new InferenceError('TrafficInvalid', 'request (not JSON): {"body": …}. write one JSON object a line', where);
  }
  const body = request?.body;
  if (body === undefined || body === null) {
    throw new InferenceError('TrafficInvalid', 'request (no body): {"body": …}. give every request a body', where);
  }
  const time = request?.time === undefined ? {} : { time: requestTime(request.time, where) };
  const contentType = typeof body === 'string' ? { contentType: String(request?.contentType ?? 'text/csv') } : {};
  return { request: { body, ...contentType }, ...time, where };
}
