import { digestFiles } from './digest';
import type { ModelManifest } from './manifest';
import { PackageFiles, type PackageFile } from './package-files';

/**
 * Identifies what is measured of a model package: every file but its `bench.json`, which says so itself, and that of its
 * fallback.
 */
export function measuredDigest(files: readonly PackageFile[], { fallback }: ModelManifest): string {
  const left: string[] = [PackageFiles.BENCH, `${fallback?.model}/${PackageFiles.BENCH}`];
  return digestFiles(files.filter(({ path }) => !left.includes(path)));
}
