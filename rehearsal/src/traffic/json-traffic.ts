import { InferenceError } from '@inference-constructs/core/out/errors';
import type { RecordedRequest } from './recording';
import { requestTime } from './request-time';

/** Reads recorded requests from JSON Lines of `{"body": …}`. */
export function readJsonTraffic(text: string, file: string): RecordedRequest[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [requestOf(line, `${file}, line ${i + 1}`)]));
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
