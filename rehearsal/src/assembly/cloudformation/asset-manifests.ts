import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Asset } from '../assembly-reader';
import type { Assets } from '../assets';
import { readJson } from '../json-file';

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileAsset>>;
}

interface FileAsset {
  readonly source: { readonly path?: string; readonly packaging?: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/** Finds the assets of a stack by the object key that its template names. */
export class AssetManifests implements Assets {
  private readonly byKey = new Map<string, Asset>();

  constructor(manifestFiles: readonly string[]) {
    for (const file of manifestFiles) {
      for (const { source, destinations } of Object.values(readJson<AssetManifest>(file).files ?? {})) {
        if (source.path === undefined) continue;
        for (const { objectKey } of Object.values(destinations)) {
          const path = join(dirname(file), source.path);
          this.byKey.set(objectKey, { key: objectKey, path, isZip: source.packaging !== 'zip' });
        }
      }
    }
  }

  get(objectKey: unknown): Asset | undefined {
    const asset = typeof objectKey === 'string' ? this.byKey.get(objectKey) : undefined;
    if (asset !== undefined && !existsSync(asset.path)) {
      throw new InferenceError(
        'AssetMissing',
        `${asset.path} (not there): every asset must be staged in the assembly. synthesize without --no-staging`,
      );
    }
    return asset;
  }

  ofUrl(url: unknown): Asset | undefined {
    if (typeof url !== 'string') return undefined;
    const key = [...this.byKey.keys()].find((objectKey) => url.endsWith(`/${objectKey}`));
    return this.get(key);
  }
}
