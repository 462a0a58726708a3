import type { Writable } from 'node:stream';

/** What waits for a reader that stands still; further lines are dropped, the server goes on. */
const MOST_WAITING_BYTES = 1_048_576;

type Output = Pick<Writable, 'writableLength' | 'write' | 'on' | 'listenerCount'>;

/** A line for whoever reads this process's output. That nobody does any more is no reason to stop answering. */
export function writeLine(stream: Output, line: string): void {
  if (stream.listenerCount('error') === 0) {
    stream.on('error', () => undefined);
  }
  if (stream.writableLength < MOST_WAITING_BYTES) {
    stream.write(`${line}\n`);
  }
}
