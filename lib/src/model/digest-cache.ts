import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** From this size on, a digest outlives the process: hashing it again would be felt at every synth. */
const KEPT_ON_DISK_FROM = 64 * 1024 * 1024;
const MOST_ENTRIES = 256;

interface Entry {
  readonly identity: string;
  readonly sha256: string;
}

const remembered = new Map<string, Entry>();

/** The digest of a file, if it was computed when the file had this identity. */
export function recallDigest(file: string, identity: string, bytes: number): string | undefined {
  const entry = remembered.get(file) ?? (bytes >= KEPT_ON_DISK_FROM ? readCache().get(file) : undefined);
  return entry?.identity === identity ? entry.sha256 : undefined;
}

/** Keeps a digest in this process, and for large files in the user's cache directory. */
export function rememberDigest(file: string, identity: string, bytes: number, sha256: string): void {
  remembered.set(file, { identity, sha256 });
  if (bytes >= KEPT_ON_DISK_FROM) writeCache(file, { identity, sha256 });
}

/** Forgets what this process remembers; the user's cache stays. */
export function forgetDigests(): void {
  remembered.clear();
}

/** `$XDG_CACHE_HOME` or `~/.cache`, if there is a home at all. */
function cacheFile(): string | undefined {
  const configured = process.env.XDG_CACHE_HOME;
  try {
    const base =
      configured !== undefined && path.isAbsolute(configured) ? configured : path.join(os.homedir(), '.cache');
    return path.join(base, 'inference-constructs', 'digests.json');
  } catch {
    return undefined;
  }
}

/** What the user's cache holds. A cache that is damaged, foreign or not there is an empty one. */
function readCache(): Map<string, Entry> {
  const file = cacheFile();
  if (file === undefined) return new Map();
  try {
    const { files } = JSON.parse(fs.readFileSync(file, 'utf8')) as { files?: unknown };
    const entries = Object.entries(files as Record<string, Partial<Entry> | null>);
    return new Map(entries.filter((entry): entry is [string, Entry] => isEntry(entry[1])));
  } catch {
    return new Map();
  }
}

function isEntry(entry: Partial<Entry> | null): entry is Entry {
  return typeof entry?.identity === 'string' && typeof entry.sha256 === 'string' && /^[0-9a-f]{64}$/.test(entry.sha256);
}

function writeCache(source: string, entry: Entry): void {
  const file = cacheFile();
  if (file === undefined) return;
  const entries = readCache();
  entries.delete(source);
  entries.set(source, entry);
  const files = Object.fromEntries([...entries].slice(-MOST_ENTRIES));
  const partial = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(partial, JSON.stringify({ files }, undefined, 1), { mode: 0o600 });
    fs.renameSync(partial, file);
  } catch {
    // A home that cannot be written, as in many containers, costs time and nothing else.
    removeIfPossible(partial);
  }
}

function removeIfPossible(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // Then there is nothing to remove either.
  }
}
