import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Asset } from '../assembly-reader';
import type { Assets } from '../assets';
import { readJson } from '../json-file';

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileAsset>>;
  readonly dockerImages?: Readonly<Record<string, ImageAsset>>;
}

interface ImageAsset {
  readonly source: { readonly directory?: string };
  readonly destinations: Readonly<Record<string, { readonly imageTag: string }>>;
}

interface FileAsset {
  readonly source: { readonly path?: string; readonly packaging?: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/** Finds the assets of a stack by the object key that its template names. */
export class AssetManifests implements Assets {
  private readonly byKey = new Map<string, Asset>();
  private readonly images = new Map<string, string>();

  constructor(manifestFiles: readonly string[]) {
    for (const file of manifestFiles) {
      const { files = {}, dockerImages = {} } = readJson<AssetManifest>(file);
      for (const { source, destinations } of Object.values(dockerImages)) {
        if (source.directory === undefined) continue;
        for (const { imageTag } of Object.values(destinations)) {
          this.images.set(imageTag, join(dirname(file), source.directory));
        }
      }
      for (const { source, destinations } of Object.values(files)) {
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

  image(uri: unknown): string | undefined {
    if (typeof uri !== 'string') return undefined;
    const folder = this.images.get(uri.slice(uri.lastIndexOf(':') + 1));
    return folder !== undefined && existsSync(folder) ? folder : undefined;
  }
}
