import { Fault } from '../errors';
import { logFailure } from '../log';

/** What a client is answered, whatever carries it there. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the body is text that has as many bytes as characters. */
  readonly isAscii?: boolean;
}

export function jsonReply(value: unknown, status = 200): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

export function faultReply(fault: Fault): Reply {
  const { retryAfter } = fault.detail;
  return {
    status: fault.status,
    contentType: 'application/json',
    body: JSON.stringify(fault.body()),
    headers: retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) },
  };
}

export function toFault(error: unknown): Fault {
  if (error instanceof Fault) {
    return error;
  }
  logFailure(error);
  return new Fault('ModelFailed', 'The runtime failed on this request.');
}
