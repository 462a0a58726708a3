import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lockCommand } from '@inference-constructs/rehearsal/lock/lock-command';
import { root } from '../../support/tools';

/** Puts the models that the programs of the pages name into a folder, and their lock. */
export function placeModels(work: string): void {
  mkdirSync(join(work, 'models'));
  for (const version of ['v1', 'v2']) {
    symlinkSync(join(root, 'examples', 'diagnosis', 'models', version), join(work, 'models', version));
  }
  lockCommand({ directories: [join(work, 'models', 'v1')], lock: join(work, 'model.lock.json') });
}
