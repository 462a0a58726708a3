import type { IncomingMessage } from 'node:http';
import { bodyTooLarge } from '../body-limit';
import { Fault } from '../errors';

/** The size a request claims for its body; undefined where it claims none. */
export function claimedBytes(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/**
 * The whole body, of which never more than `most` bytes are kept: memory follows what came, not what was claimed.
 * After a refusal the rest is read and dropped, so that the client can read its answer.
 */
export function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const claimed = claimedBytes(request);
  if (claimed !== undefined && claimed > most) {
    request.resume();
    return Promise.reject(bodyTooLarge(most, claimed));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(bodyTooLarge(most));
      }
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => reject(new Fault('BodyInvalid', 'The body was not sent to its end.')));
  });
}
