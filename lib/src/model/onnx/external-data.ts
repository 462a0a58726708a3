import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '../../errors';
import type { ExternalReference } from './tensor';

/**
 * Checks that every file with external data lies beside the model and is long enough; returns their paths relative to
 * the model's directory, sorted, with forward slashes. `name` is how messages call the model.
 */
export function checkExternalData(references: readonly ExternalReference[], file: string, name: string): string[] {
  const directory = path.dirname(path.resolve(file));
  const sizes = new Map<string, number>();
  for (const reference of references) {
    const relative = normalise(reference, name);
    const size = sizes.get(relative) ?? sizeOf(reference, relative, directory, name);
    sizes.set(relative, size);
    const end = reference.offset + reference.length;
    if (end > size) {
      throw new InferenceError(
        'ExternalDataTruncated',
        `${reference.location} (${size} bytes): tensor "${reference.tensor}" of ${name} ends at byte ${end}. ` +
          'copy or export the file again',
      );
    }
  }
  return [...sizes.keys()].sort();
}

function normalise(reference: ExternalReference, name: string): string {
  const { location } = reference;
  const relative = path.posix.normalize(location.split(path.sep).join('/'));
  const escapes = relative === '..' || relative.startsWith('../');
  if (escapes || path.isAbsolute(location) || location.includes('\0')) throw outside(reference, name);
  return relative;
}

function sizeOf(reference: ExternalReference, relative: string, directory: string, name: string): number {
  const target = path.join(directory, relative);
  const stats = statOrNothing(target);
  if (stats === undefined || !stats.isFile()) {
    throw new InferenceError(
      'ExternalDataMissing',
      `${reference.location} (${stats === undefined ? 'missing' : 'not a file'}): tensor "${reference.tensor}" of ` +
        `${name} keeps its data there. put the file beside the model`,
    );
  }
  const home = fs.realpathSync(directory) + path.sep;
  if (!fs.realpathSync(target).startsWith(home)) throw outside(reference, name);
  return stats.size;
}

function statOrNothing(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file);
  } catch {
    // Whatever the reason (absent, name too long, no access on the way), nobody can read data there.
    return undefined;
  }
}

function outside(reference: ExternalReference, name: string): InferenceError {
  return new InferenceError(
    'ExternalDataOutside',
    `${JSON.stringify(reference.location)} (data of tensor "${reference.tensor}" of ${name}): must lie in the ` +
      "model's directory. copy the file there and export with a relative location",
  );
}
