/** An answer as it stood on the wire, names of headers in lower case. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const HEAD_END = '\r\n\r\n';

/** Undefined while it has not come whole; text where it is no answer. */
export function readResponse(
  bytes: Buffer,
  isHead = false,
): { readonly response: Response; readonly bytes: number } | string | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) {
    return bytes.length < 65_536 ? undefined : 'an endless head';
  }
  const [first, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  if (Number.isNaN(status)) {
    return 'an answer that is not HTTP';
  }
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const length = status < 200 ? 0 : Number(headers['content-length'] ?? Number.NaN);
  if (Number.isNaN(length)) {
    return 'an answer without Content-Length';
  }
  const start = headEnd + HEAD_END.length;
  const end = isHead ? start : start + length;
  return bytes.length < end
    ? undefined
    : { response: { status, headers, body: bytes.subarray(start, end) }, bytes: end };
}
