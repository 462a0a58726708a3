import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '../errors';

/** Files of a model package that have a name of their own. */
export const PackageFiles = {
  MODEL: 'model.onnx',
  MANIFEST: 'model.json',
  GOLDEN: 'golden.jsonl',
  ACCEPTANCE: 'acceptance.jsonl',
  BENCH: 'bench.json',
} as const;

/** A file of a model package. */
export interface PackageFile {
  /** Path relative to the package, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Absolute path of its content. */
  readonly source: string;
}

/**
 * The files of a model package, sorted by path. Names that begin with a dot are left out, directories too: they belong
 * to the desktop or to version control. A link to a file inside the package counts as that file; any other link is
 * refused, because what it points at is not part of what was reviewed. `name` is how messages call the package.
 */
export function listPackageFiles(directory: string, name: string = directory): PackageFile[] {
  const root = fs.realpathSync(directory);
  const files: PackageFile[] = [];
  const visit = (relative: string) => {
    for (const entry of fs.readdirSync(path.join(root, relative), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const inner = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) visit(inner);
      else if (entry.isFile()) files.push(fileAt(path.join(root, inner), inner));
      else if (entry.isSymbolicLink()) files.push(linkedFile(root, inner, name));
      else throw refused(`${name}/${inner}`, 'not a regular file');
    }
  };
  visit('');
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function fileAt(source: string, relative: string): PackageFile {
  return { path: relative, bytes: fs.statSync(source).size, source };
}

function linkedFile(root: string, relative: string, name: string): PackageFile {
  const link = `${name}/${relative}`;
  let target: string;
  try {
    target = fs.realpathSync(path.join(root, relative));
  } catch {
    throw refused(link, 'a link to nothing');
  }
  if (target !== root && !target.startsWith(root + path.sep)) {
    throw new InferenceError(
      'PackageLinkOutside',
      `${link} (a link out of the package): a model package must be complete in itself. put the file in its place`,
    );
  }
  if (!fs.statSync(target).isFile()) throw refused(link, 'a link to a directory');
  return fileAt(target, relative);
}

function refused(file: string, finding: string): InferenceError {
  return new InferenceError(
    'PackageFileInvalid',
    `${file} (${finding}): a model package holds files and directories only. replace or remove it`,
  );
}
