import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { unzipSync } from 'fflate';
import type { Asset } from '../assembly/assembly-reader';
import { keepRecent, markUsed, scratchFolder } from '../scratch';
import { untar } from './untar';

type Entries = Iterable<readonly [name: string, bytes: Uint8Array]>;

/** The directory of an asset; an archive is unpacked once and kept for a while, because its key names its content. */
export function assetDirectory(asset: Asset): string {
  const { inline } = asset;
  if (!asset.isZip && inline === undefined) return asset.path;
  const cache = join(tmpdir(), `inference-rehearsal-${process.getuid?.() ?? 'user'}`);
  const destination = join(cache, asset.key.replace(/[^\w.-]/g, '_').replace(/\.(zip|gz)$/, ''));
  keepRecent(cache);
  if (markUsed(destination)) return destination;
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const unfinished = scratchFolder('unpacking', cache);
  try {
    // CloudFormation names the only file so, whatever is in it.
    if (inline !== undefined) writeFileSync(join(unfinished, 'index.js'), inline.source);
    else unpack(asset.path, unfinished);
    renameSync(unfinished, destination);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another rehearsal may have been faster.
    if (!existsSync(destination)) throw error;
  }
  return destination;
}

function unpack(file: string, destination: string): void {
  for (const [name, bytes] of entriesOf(file)) {
    const path = normalize(name);
    if (path.startsWith('..') || path.startsWith(sep)) {
      throw unreadable(file, `entry ${name}`, 'entries must stay inside. make the archive again');
    }
    if (name.endsWith('/')) continue;
    const target = join(destination, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

/** Functions and layers come as zip files, models as tar.gz. */
function entriesOf(file: string): Entries {
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return isGzip ? untar(gunzipSync(bytes)) : Object.entries(unzipSync(bytes));
  } catch {
    if (isGzip) throw unreadable(file, 'not a tar.gz', 'must be one. make the archive again');
    throw unreadable(file, 'not a zip file', 'must be one. make the zip again');
  }
}

function unreadable(file: string, what: string, remedy: string): InferenceError {
  return new InferenceError('AssetUnreadable', `${file} (${what}): ${remedy}`);
}
