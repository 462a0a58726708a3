import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { scratchFolder } from '../scratch';

/** A copy of a directory for as long as it is needed. */
export interface TemporaryCopy {
  readonly directory: string;
  remove(): void;
}

/**
 * A copy of a directory whose model package lists its classes in the opposite order: what the model says of one class is
 * answered, and counted, as another. The copy is really served.
 * @param inside where in the directory the model package is
 */
export function withSwappedClasses(directory: string, inside: string): TemporaryCopy {
  const copy = scratchFolder('scenario');
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  try {
    cpSync(directory, copy, { recursive: true });
    const file = join(copy, inside, 'model.json');
    const manifest = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as {
      classes?: { names: string[]; positive?: string };
    };
    const { classes } = manifest;
    if (classes === undefined) {
      throw new InferenceError(
        'ScenarioNotApplicable',
        'classes (none): a model that answers with classes, so that they can be swapped. choose another scenario',
      );
    }
    // Of two classes the last is the positive one unless it is named.
    const positive = classes.positive ?? classes.names.at(-1);
    const swapped = {
      ...classes,
      ...(classes.names.length === 2 ? { positive } : {}),
      names: [...classes.names].reverse(),
    };
    writeFileSync(file, JSON.stringify({ ...manifest, classes: swapped }));
    return { directory: copy, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
