import * as fs from 'node:fs';
import { InferenceError } from '../../errors';
import { readFully, withOpenFile } from '../open-file';
import { invalid } from './faults';

/** Bytes that can be read at any position. */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from `position` on; both lie inside the source. */
  read(into: Uint8Array, position: number): void;
}

/** Opens a model for the time `use` takes. `name` is how messages call it. */
export function withFile<T>(file: string, name: string, use: (source: ByteSource) => T): T {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new InferenceError(
      'ModelFileMissing',
      `${name} (missing): a model package holds model.onnx. export it there`,
    );
  }
  // Opening a pipe would wait for a writer that never comes.
  if (!stats.isFile()) throw invalid(name, stats.isDirectory() ? 'a directory' : 'not a regular file');
  return withOpenFile(file, name, 'ModelFileUnreadable', (descriptor) =>
    use({
      size: fs.fstatSync(descriptor).size,
      read: (into, position) => {
        if (readFully(descriptor, into, position) < into.length) throw invalid(name, 'it changed while it was read');
      },
    }),
  );
}
