import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Asset } from '../assembly-reader';
import type { Assets } from '../assets';

/** An object that Terraform uploads from a file of the folder. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly source: string;
}

/** Finds files of a Terraform folder, by name or by where they are uploaded. */
export class FileAssets implements Assets {
  constructor(
    private readonly directory: string,
    private readonly uploads: () => readonly Upload[],
  ) {}

  get(key: unknown): Asset | undefined {
    if (typeof key !== 'string' || key === '') return undefined;
    const upload = this.uploads().find((one) => one.key === key);
    return this.file(upload?.source ?? key);
  }

  ofUrl(url: unknown): Asset | undefined {
    if (typeof url !== 'string') return undefined;
    const upload = this.uploads().find(({ bucket, key }) => url === `s3://${bucket}/${key}`);
    return upload && this.file(upload.source);
  }

  /** Terraform names images that were built before. */
  image(): undefined {
    return undefined;
  }

  /** The key names the content: two releases may lie under one name. */
  private file(name: string): Asset | undefined {
    const path = resolve(this.directory, name);
    if (!existsSync(path) || !statSync(path).isFile()) return undefined;
    return { key: `${digestOf(path)}.zip`, path, isZip: true };
  }
}

/** Digests of files that were read already: a layer has tens of megabytes. */
const digests = new Map<string, string>();

function digestOf(path: string): string {
  const { mtimeMs, size } = statSync(path);
  const state = `${path}:${mtimeMs}:${size}`;
  const digest = digests.get(state) ?? createHash('sha256').update(readFileSync(path)).digest('hex');
  digests.set(state, digest);
  return digest;
}
