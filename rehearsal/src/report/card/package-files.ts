import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';

/** A model package inside an asset: its manifest, and how large it is. */
export interface PackageInside {
  readonly manifest: string;
  /** Bytes of everything but the manifest and the recorded cases. */
  readonly bytes: number;
}

interface Entry {
  readonly name: string;
  readonly bytes: number;
  text(): string;
}

const MANIFEST = /^(?:model\/)?model\.json$/;
/** What else a package may hold and is not the model. */
const BESIDES = /(\.jsonl|baseline\.json|bench\.json|model\.json)$/;

/** Finds the model package in a directory, a zip file or a gzipped tar file. */
export function packageInside(asset: string): PackageInside | undefined {
  const entries = entriesOf(asset);
  const manifest = entries.find(({ name }) => MANIFEST.test(name));
  if (manifest === undefined) return undefined;
  const folder = manifest.name.slice(0, -'model.json'.length);
  const model = entries.filter(({ name }) => name.startsWith(folder) && !BESIDES.test(name));
  return { manifest: manifest.text(), bytes: model.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function entriesOf(asset: string): Entry[] {
  if (!existsSync(asset)) return [];
  if (statSync(asset).isDirectory()) return directoryEntries(asset);
  if (asset.endsWith('.zip')) return zipEntries(asset);
  return /\.(tar\.gz|tgz|gz)$/.test(asset) ? tarEntries(gunzipSync(readFileSync(asset))) : [];
}

/** The package lies in the directory itself or in `model/`. */
function directoryEntries(asset: string): Entry[] {
  return ['', 'model/'].flatMap((folder) => {
    if (!existsSync(join(asset, folder))) return [];
    return readdirSync(join(asset, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(asset, folder, entry.name);
        return { name: folder + entry.name, bytes: statSync(file).size, text: () => readFileSync(file, 'utf8') };
      });
  });
}

/** Only the manifest is unpacked. */
function zipEntries(asset: string): Entry[] {
  const sizes = new Map<string, number>();
  const files = unzipSync(readFileSync(asset), {
    filter: ({ name, originalSize }) => {
      sizes.set(name, originalSize);
      return MANIFEST.test(name);
    },
  });
  return [...sizes].map(([name, bytes]) => ({
    name,
    bytes,
    text: () => Buffer.from(files[name] ?? []).toString('utf8'),
  }));
}

const BLOCK = 512;

function tarEntries(tar: Buffer): Entry[] {
  const entries: Entry[] = [];
  let offset = 0;
  while (offset + BLOCK <= tar.length && tar[offset] !== 0) {
    const start = offset + BLOCK;
    const bytes = sizeOf(tar.subarray(offset + 124, offset + 136));
    const isFile = ['0', '\0'].includes(tar.toString('latin1', offset + 156, offset + 157));
    const name = textOf(tar.subarray(offset, offset + 100)).replace(/^\.\//, '');
    if (isFile) entries.push({ name, bytes, text: () => tar.toString('utf8', start, start + bytes) });
    offset = start + Math.ceil(bytes / BLOCK) * BLOCK;
  }
  return entries;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

/** Octal, or binary from 8 GiB on. */
function sizeOf(field: Buffer): number {
  return field[0] === 0x80 ? Number(field.readBigUInt64BE(4)) : parseInt(textOf(field).trim() || '0', 8);
}
