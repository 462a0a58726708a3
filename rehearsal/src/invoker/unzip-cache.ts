import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { unzipSync } from 'fflate';
import type { Asset } from '../assembly/assembly-reader';

/** The directory of an asset; a zip file is unzipped once and kept, because its key names its content. */
export function assetDirectory(asset: Asset): string {
  if (!asset.isZip) return asset.path;
  const cache = join(tmpdir(), `inference-rehearsal-${process.getuid?.() ?? 'user'}`);
  const destination = join(cache, asset.key.replace(/[^\w.-]/g, '_').replace(/\.zip$/, ''));
  if (existsSync(destination)) return destination;
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const unfinished = mkdtempSync(`${destination}-`);
  try {
    unzip(asset.path, unfinished);
    renameSync(unfinished, destination);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another rehearsal may have been faster.
    if (!existsSync(destination)) throw error;
  }
  return destination;
}

function unzip(file: string, destination: string): void {
  for (const [name, bytes] of Object.entries(entriesOf(file))) {
    const path = normalize(name);
    if (path.startsWith('..') || path.startsWith(sep)) {
      throw new InferenceError(
        'AssetUnreadable',
        `${file} (entry ${name}): entries must stay inside. make the zip again`,
      );
    }
    if (name.endsWith('/')) continue;
    const target = join(destination, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

function entriesOf(file: string): Record<string, Uint8Array> {
  try {
    return unzipSync(readFileSync(file));
  } catch {
    throw new InferenceError('AssetUnreadable', `${file} (not a zip file): must be one. make the zip again`);
  }
}
