import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { TrafficRequest } from './request';

/** Reads recorded requests: JSON Lines of `{"body": …}`. */
export function readTrafficFile(file: string): TrafficRequest[] {
  const lines = textOf(file).split('\n');
  const requests = lines.flatMap((line, i) => (line.trim() === '' ? [] : [requestOf(line, `${file}, line ${i + 1}`)]));
  if (requests.length === 0) {
    throw new InferenceError('TrafficInvalid', `${file} (no requests): at least one line. add {"body": …}, one a line`);
  }
  return requests;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InferenceError('TrafficMissing', `${file} (${reason}): must be a file of JSON Lines. check the path`);
  }
}

function requestOf(line: string, where: string): TrafficRequest {
  let request: { body?: unknown; contentType?: unknown } | null;
  try {
    request = JSON.parse(line) as typeof request;
  } catch {
    throw new InferenceError('TrafficInvalid', 'request (not JSON): {"body": …}. write one JSON object a line', where);
  }
  const body = request?.body;
  if (body === undefined || body === null) {
    throw new InferenceError('TrafficInvalid', 'request (no body): {"body": …}. give every request a body', where);
  }
  return typeof body === 'string' ? { body, contentType: String(request?.contentType ?? 'text/csv') } : { body };
}
