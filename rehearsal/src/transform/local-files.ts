import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** A file or folder of this machine that stands in for a location of S3; without one, for any that is read. */
export interface InputFiles {
  readonly location?: string;
  readonly path: string;
}

/** An object of S3, and the file that stands in for it. */
export interface LocalObject {
  readonly uri: string;
  readonly path: string;
}

/** `s3://bucket/prefix=folder`, or a folder alone. */
export function readInput(option: string): InputFiles {
  const match = /^(s3:\/\/[^=]+)=(.+)$/.exec(option);
  const path = resolve(match?.[2] ?? option);
  if (!existsSync(path)) {
    throw new InferenceError(
      'OptionInvalid',
      `input (${option}): a file or folder that is there, after s3://bucket/prefix= or alone. choose such a value`,
    );
  }
  return match === null ? { path } : { location: match[1], path };
}

/** Files that stand in for what is in S3: what is given, and what was written here. */
export class LocalFiles {
  private readonly written = new Map<string, string>();

  /** @param output folder for what is written: by bucket and key */
  constructor(
    private readonly inputs: readonly InputFiles[],
    private readonly output: string,
  ) {}

  /** The objects whose address begins with a prefix, in their order; undefined where nothing stands in for it. */
  list(prefix: string): LocalObject[] | undefined {
    const named = this.inputs.filter(({ location }) => location !== undefined && overlaps(location, prefix));
    const stand = named.length > 0 ? named : this.inputs.filter(({ location }) => location === undefined);
    const given = stand.flatMap(({ location, path }) => objectsOf(location ?? prefix, path));
    const own = [...this.written].map(([uri, path]): LocalObject => ({ uri, path }));
    const found = [...given, ...own].filter(({ uri }) => uri.startsWith(prefix));
    if (stand.length === 0 && found.length === 0) return undefined;
    return [...new Map(found.map((object) => [object.uri, object])).values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  write(uri: string, content: Buffer): void {
    const root = resolve(this.output);
    const path = resolve(root, uri.replace(/^(s3|https):\/\//, ''));
    if (!path.startsWith(root + sep)) {
      throw new InferenceError(
        'OptionInvalid',
        `output (${uri}): a key inside ${this.output}. choose another S3OutputPath`,
      );
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    this.written.set(uri, path);
  }
}

function overlaps(location: string, prefix: string): boolean {
  return location.startsWith(prefix) || prefix.startsWith(location);
}

function objectsOf(location: string, path: string): LocalObject[] {
  if (statSync(path).isFile()) {
    return [{ uri: location.endsWith('/') ? location + basename(path) : location, path }];
  }
  const folder = location.endsWith('/') ? location : `${location}/`;
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ uri: folder + relative(path, file).split(sep).join('/'), path: file }));
}
