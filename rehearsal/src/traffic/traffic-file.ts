import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** Reads recorded requests: JSON Lines of `{"body": …}`; each becomes the event of an invocation. */
export function readTrafficFile(file: string): unknown[] {
  const lines = textOf(file).split('\n');
  const events = lines.flatMap((line, i) => (line.trim() === '' ? [] : [eventOf(line, `${file}, line ${i + 1}`)]));
  if (events.length === 0) {
    throw new InferenceError('TrafficInvalid', `${file} (no requests): at least one line. add {"body": …}, one a line`);
  }
  return events;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InferenceError('TrafficMissing', `${file} (${reason}): must be a file of JSON Lines. check the path`);
  }
}

function eventOf(line: string, where: string): unknown {
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
  return typeof body === 'string' ? httpEvent(body, String(request?.contentType ?? 'text/csv')) : body;
}

/** Text is no event of a direct invocation, so it comes as a function URL would bring it. */
function httpEvent(body: string, contentType: string): unknown {
  return {
    version: '2.0',
    rawPath: '/',
    headers: { 'content-type': contentType },
    requestContext: { http: { method: 'POST', path: '/' } },
    body,
    isBase64Encoded: false,
  };
}
