import * as path from 'node:path';
import { InferenceError } from '../errors';
import type { PinnedModel } from './lock-file';
import { LOCK_FILE, parseLock } from './lock-file';
import { ModelPackage } from './model-package';
import { readText } from './open-file';

/**
 * The releases of models that may be deployed, each pinned to its digest: a `model.lock.json`, written by `inference lock`
 * and committed beside the app. Stages that take their models from one lock deploy the same files, whichever account they
 * are in.
 */
export class ModelLock {
  /**
   * A lock. One that cannot be read or is not sound fails with `ModelLockInvalid`.
   *
   * @param file Path of the file. A relative path counts from the working directory of the process, by default
   * `model.lock.json` there.
   */
  public static fromFile(file?: string): ModelLock {
    return new ModelLock(file ?? LOCK_FILE);
  }

  private readonly pinned: readonly PinnedModel[];
  private readonly made = new Map<PinnedModel, ModelPackage>();

  private constructor(private readonly file: string) {
    this.pinned = parseLock(readText(path.resolve(file), file, 'ModelLockInvalid'), file);
  }

  /**
   * A pinned model package, from where the lock says that it is. One that is not pinned fails with `ModelNotLocked`; files
   * that are no longer those that were pinned fail with `ModelLockMismatch` in the construct that takes them.
   *
   * @param name Name of the model.
   * @param version Version of the model. Default: the only one that is pinned; with several, `ModelLockAmbiguous`.
   */
  public model(name: string, version?: string): ModelPackage {
    const named = this.pinned.filter((each) => each.name === name);
    const [found, other] = named.filter((each) => version === undefined || each.version === version);
    if (found === undefined) throw this.missing(name, version);
    if (other !== undefined) {
      throw new InferenceError(
        'ModelLockAmbiguous',
        `version of ${name} (none): one of ${named.map((each) => each.version).join(', ')} in ${this.file}. name it`,
      );
    }
    const known = this.made.get(found) ?? ModelPackage._pinned(found, this.file);
    this.made.set(found, known);
    return known;
  }

  private missing(name: string, version?: string): InferenceError {
    const pinned = this.pinned.map((each) => `${each.name} ${each.version}`).join(', ') || 'nothing';
    return new InferenceError(
      'ModelNotLocked',
      `model (${name}${version === undefined ? '' : ` ${version}`}): ${this.file} pins ${pinned}. ` +
        'pin it with "inference lock DIRECTORY"',
    );
  }
}
