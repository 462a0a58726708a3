import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** Reads a file of an assembly. */
export function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not JSON' : ((error as NodeJS.ErrnoException).code ?? 'unreadable');
    throw new InferenceError('AssemblyUnreadable', `${file} (${reason}): must be readable. run "cdk synth" again`);
  }
}
