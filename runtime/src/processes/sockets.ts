import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** What the kernel takes as a socket's path. Node.js would cut a longer one off, which then lies elsewhere. */
const MOST_PATH_BYTES = process.platform === 'linux' ? 107 : 103;
/** Of a socket's name, with room for a million of them. */
const NAME_BYTES = '/1000000.sock'.length;

/** Where the processes of models listen: a private directory, made when the first of them needs it. */
export class Sockets {
  private directory: string | undefined;
  private lastId = 0;

  /** A path where nothing listened before. */
  next(): string {
    this.directory ??= privateDirectory();
    return join(this.directory, `${++this.lastId}.sock`);
  }

  remove(): void {
    if (this.directory !== undefined) {
      rmSync(this.directory, { recursive: true, force: true });
    }
  }
}

function privateDirectory(): string {
  const parent = tmpdir();
  const prefix = join(parent, 'models-');
  if (Buffer.byteLength(prefix) + 'XXXXXX'.length + NAME_BYTES > MOST_PATH_BYTES) {
    throw unusable(parent, 'too long for sockets in it');
  }
  try {
    return mkdtempSync(prefix);
  } catch (error) {
    throw unusable(parent, (error as NodeJS.ErrnoException).code ?? 'unknown');
  }
}

function unusable(directory: string, reason: string): InferenceError {
  return new InferenceError(
    'TemporaryDirectoryUnusable',
    `${directory} (${reason}): processes of models must be able to listen on sockets there. Set TMPDIR to another directory.`,
  );
}
