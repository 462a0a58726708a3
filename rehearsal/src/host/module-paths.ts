import Module from 'node:module';
import { sep } from 'node:path';

interface ModuleInternals {
  _nodeModulePaths(from: string): string[];
  _resolveFilename(request: string, parent: { filename?: string | null } | undefined, ...rest: unknown[]): string;
}

/**
 * A sandbox sees its own code and its layers (NODE_PATH), never the packages of the folders above it, in which the
 * assembly happens to lie. Substitutes stand in for packages whose layer was made for another machine.
 */
export function confineModules(taskRoot: string, substitutes: Readonly<Record<string, string>>): void {
  const internals = Module as unknown as ModuleInternals;
  const root = taskRoot.endsWith(sep) ? taskRoot : taskRoot + sep;
  const paths = internals._nodeModulePaths.bind(Module);
  internals._nodeModulePaths = (from) =>
    (from + sep).startsWith(root) ? paths(from).filter((path) => path.startsWith(root)) : paths(from);
  const resolve = internals._resolveFilename.bind(Module);
  internals._resolveFilename = (request, parent, ...rest) =>
    resolve(parent?.filename?.startsWith(root) ? (substitutes[request] ?? request) : request, parent, ...rest);
}
