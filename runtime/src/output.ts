import type { Writable } from 'node:stream';

/** What waits for a reader that stands still; further lines are dropped, the server goes on. */
const MOST_WAITING_BYTES = 1_048_576;

/** A line for whoever reads this process's output, if anybody does. */
export function writeLine(stream: Pick<Writable, 'writableLength' | 'write'>, line: string): void {
  if (stream.writableLength < MOST_WAITING_BYTES) {
    stream.write(`${line}\n`);
  }
}
