import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { invalid } from '../options';
import type { Asset } from './assembly-reader';
import type { Assets } from './assets';

/** Folders of this machine with the model packages that lie in S3, by where they lie. */
export type GivenModels = ReadonlyMap<string, string>;

/** `s3://bucket/key=folder` */
export function readModels(options: readonly string[] = []): GivenModels {
  return new Map(
    options.map((option) => {
      const [location, folder] = split(option);
      return [withoutSlash(location), folder];
    }),
  );
}

/** Keys and folders may have a `=` too (`dt=2026-01-01/`): of those from the right, the first before a model package counts. */
function split(option: string): [location: string, folder: string] {
  for (let at = option.lastIndexOf('='); at > 0; at = option.lastIndexOf('=', at - 1)) {
    const [location, folder] = [option.slice(0, at), option.slice(at + 1)];
    if (/^s3:\/\/./.test(location) && folder !== '' && existsSync(join(folder, 'model.json')))
      return [location, folder];
  }
  throw invalid('model', option, 's3://bucket/key= and the folder of a model package, with its model.json');
}

/** Assets of a stack, and what is given for model data that its app does not upload. */
export function withModels(assets: Assets, models: GivenModels): Assets {
  if (models.size === 0) return assets;
  const given = (url: unknown): Asset | undefined => {
    const folder = typeof url === 'string' ? models.get(withoutSlash(url)) : undefined;
    return folder === undefined
      ? undefined
      : { key: String(url), path: resolve(folder), isZip: false, standsFor: String(url) };
  };
  return {
    get: (key) => assets.get(key),
    ofUrl: (url) => assets.ofUrl(url) ?? given(url),
    image: (uri) => assets.image(uri),
  };
}

function withoutSlash(location: string): string {
  return location.replace(/\/$/, '');
}
