import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A process with onnxruntime and no model. */
const PROCESS_BYTES = 100_000_000;
/** While a session is made, its weights are in memory as they are in the file and as the kernels want them. */
const COPIES = 2;

/** What a model will probably take, from the size of its files; nothing where the directory cannot be read. */
export function expectedBytes(directory: string): number {
  let bytes = 0;
  try {
    for (const name of readdirSync(directory, { encoding: 'utf8', recursive: true })) {
      // A link may lead nowhere.
      bytes += statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // Its process will say what is wrong with it.
    return 0;
  }
  return PROCESS_BYTES + COPIES * bytes;
}

/** What this machine, or the container's share of it, has left. */
export function availableBytes(): number {
  return process.availableMemory();
}
