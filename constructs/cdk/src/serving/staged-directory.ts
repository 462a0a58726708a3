import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { digestFiles } from '@inference-constructs/core/out/model/digest';
import type { PackageFile } from '@inference-constructs/core/out/model/package-files';
import { copyFiles } from './staging';

/** Known files as one directory in the output of the app: an image asset takes a directory, and no list of files. */
export function stagedDirectory(scope: Construct, files: readonly PackageFile[]): string {
  const directory = join(Stage.of(scope)!.outdir, `function-image.${digestFiles(files).slice(7, 39)}`);
  if (existsSync(directory)) return directory;
  // A synth that stops while it copies must leave nothing under that name.
  const partial = `${directory}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  copyFiles(files, partial);
  renameSync(partial, directory);
  return directory;
}
