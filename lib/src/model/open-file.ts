import * as fs from 'node:fs';
import { InferenceError } from '../errors';

/** Opens a file for the time `use` takes. `code` and `name` are what an error says if it cannot be read. */
export function withOpenFile<T>(file: string, name: string, code: string, use: (descriptor: number) => T): T {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch (error) {
    throw unreadable(error, name, code);
  }
  try {
    return use(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Reads a whole text file. */
export function readText(file: string, name: string, code: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(error, name, code);
  }
}

/** Fills `into` from `position` on; returns how many bytes there were. */
export function readFully(descriptor: number, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = fs.readSync(descriptor, into, done, into.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function unreadable(error: unknown, name: string, code: string): InferenceError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new InferenceError(code, `${name} (${reason}): must be a readable file. check that it is one`);
}
