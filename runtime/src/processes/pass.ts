import {
  request,
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { DEADLINE_HEADER } from '../deadline';
import { Fault } from '../errors';
import type { Reply } from '../predict/reply';

/** A request as it came, for another process to answer. */
export interface Passed {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When the answer is of no use any more, by `performance.now()`. */
  readonly deadline?: number;
  /** Calls back when nobody waits for the answer any more. */
  readonly whenGone?: (listener: () => void) => void;
}

/** The process did not answer: it ended, or took no connection. The request may be sent to another one. */
export class ProcessLost extends Error {}

/** What belongs to one connection, never to the request or the answer that is passed on over another. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // The body is here already.
  'expect',
  // Made anew from the body.
  'content-length',
]);

/** Sends a request through a process's socket. Rejects with `ProcessLost` when no whole answer comes back. */
export function pass(
  { method, path, headers, body, deadline, whenGone }: Passed,
  socketPath: string,
  agent: Agent,
): Promise<Reply> {
  const forwarded = endToEnd(headers);
  if (body.length > 0 || method === 'POST') {
    forwarded['content-length'] = body.length;
  }
  if (deadline !== undefined) {
    // What has passed until now is part of the request's time.
    forwarded[DEADLINE_HEADER] = Math.max(1, Math.floor(deadline - performance.now()));
  }
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const lost = (): void => reject(new ProcessLost());
    const outgoing = request({ socketPath, agent, method, path, headers: forwarded }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', lost);
      response.on('end', () => {
        isAnswered = true;
        resolve(toReply(response, Buffer.concat(chunks)));
      });
    });
    outgoing.on('error', lost);
    whenGone?.(() => {
      if (!isAnswered) {
        reject(new Fault('ClientGone', 'The client left before its answer.'));
        outgoing.destroy();
      }
    });
    outgoing.end(body);
  });
}

function toReply({ statusCode = 500, headers }: IncomingMessage, body: Buffer): Reply {
  const { 'content-type': contentType = '', date: _, ...others } = endToEnd(headers);
  const texts = Object.entries(others).map(([name, value]): [string, string] => [name, String(value)]);
  return { status: statusCode, contentType: String(contentType), body, headers: Object.fromEntries(texts) };
}

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name)));
}
