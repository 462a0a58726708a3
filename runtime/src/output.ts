import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** What waits for a reader that stands still; further lines are dropped, the server goes on. */
const MOST_WAITING_BYTES = 1_048_576;

/** A line for whoever reads this process's output, if anybody does. */
export function writeLine(stream: Pick<Writable, 'writableLength' | 'write'>, line: string): void {
  if (stream.writableLength < MOST_WAITING_BYTES) {
    stream.write(`${line}\n`);
  }
}

const STDOUT = 1;

/** A line that is out when this returns. Making Node.js's stream of stdout would cost a function's cold start milliseconds. */
export function writeLineNow(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  let written = 0;
  try {
    while (written < bytes.length) {
      written += writeSync(STDOUT, bytes, written);
    }
  } catch {
    // A pipe that does not block, and is full or closed: the stream knows how to wait.
    process.stdout.write(bytes.subarray(written));
  }
}
