import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionVersion } from '../assembly/assembly-reader';
import { NATIVE_PACKAGE, ownNativePackage, versionOf } from '../native-package';
import { assetDirectory } from './asset-directory';

const CPU: Readonly<Record<string, string>> = { x86_64: 'x64', arm64: 'arm64' };

/** Where a function's packages come from. */
export interface Modules {
  readonly paths: readonly string[];
  /** Packages of this machine that stand in for a layer's. */
  readonly substitutes: Readonly<Record<string, string>>;
  /** What was substituted, in words. */
  readonly notes: readonly string[];
}

/** The packages in the layers of a function; where native code is for another machine, this machine's own. */
export function findModules(version: FunctionVersion): Modules {
  const roots = version.layers.flatMap((layer) => ('asset' in layer ? [assetDirectory(layer.asset)] : []));
  const major = version.runtime.replace(/\D/g, '');
  const paths = roots
    .flatMap((root) => [join(root, `nodejs/node${major}/node_modules`), join(root, 'nodejs/node_modules')])
    .filter((path) => existsSync(path));
  const layer = `${NATIVE_PACKAGE} of the layer for linux-${CPU[version.architecture] ?? version.architecture}`;
  const found = paths.map((path) => join(path, NATIVE_PACKAGE)).find((path) => existsSync(path));
  if (found !== undefined) {
    if (process.platform === 'linux' && process.arch === CPU[version.architecture])
      return { paths, substitutes: {}, notes: [] };
    return { paths, ...substitute(`${layer} (${versionOf(found)})`, versionOf(found)) };
  }
  const remote = version.layers.flatMap((layer) => ('arn' in layer ? [layer.arn] : []));
  if (remote.length === 0) return { paths, substitutes: {}, notes: [] };
  return { paths, ...substitute(`layer ${remote.join(', ')}, which is not in the assembly`) };
}

function substitute(whose: string, wanted?: string): Omit<Modules, 'paths'> {
  const { directory, version } = ownNativePackage(wanted, whose);
  return {
    substitutes: { [NATIVE_PACKAGE]: directory },
    notes: [`${NATIVE_PACKAGE} ${version} of this machine (${process.platform}-${process.arch}) stood in for ${whose}`],
  };
}
