import { createHash } from 'node:crypto';
import type { LoadedPackage } from '../model/load';

interface Release {
  readonly model: LoadedPackage;
  readonly image: string;
  readonly imageRepositoryArn: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly instanceType: string;
  /** A value as stable text, tokens resolved. Default: its JSON. */
  readonly textOf?: (value: unknown) => string;
}

/** What tells one release from another: whatever makes it answer differently. */
export function releaseOf(release: Release): string {
  const { model, image, imageRepositoryArn, environment = {}, instanceType, textOf = JSON.stringify } = release;
  const parts = [model.digest, image, imageRepositoryArn, environment, instanceType].map((part) => textOf(part));
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}
