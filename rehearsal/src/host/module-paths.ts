import Module from 'node:module';
import { join, sep } from 'node:path';

/** Packages that Lambda's Node.js runtimes have. */
const SDK = /^@(aws-sdk|smithy)\//;

interface ModuleInternals {
  _nodeModulePaths(from: string): string[];
  _resolveFilename(request: string, parent: { filename?: string | null } | undefined, ...rest: unknown[]): string;
}

/**
 * A sandbox sees its own code and its layers (NODE_PATH), never the packages of the folders above it, in which the
 * assembly happens to lie. Substitutes stand in for packages whose layer was made for another machine. The AWS SDK, which
 * Lambda's own runtime has, is looked for from `sdk` where the code does not bring it.
 */
export function confineModules(taskRoot: string, substitutes: Readonly<Record<string, string>>, sdk?: string): void {
  const internals = Module as unknown as ModuleInternals;
  const root = taskRoot.endsWith(sep) ? taskRoot : taskRoot + sep;
  const paths = internals._nodeModulePaths.bind(Module);
  internals._nodeModulePaths = (from) =>
    (from + sep).startsWith(root) ? paths(from).filter((path) => path.startsWith(root)) : paths(from);
  const resolve = internals._resolveFilename.bind(Module);
  internals._resolveFilename = (request, parent, ...rest) => {
    if (!parent?.filename?.startsWith(root)) return resolve(request, parent, ...rest);
    try {
      return resolve(substitutes[request] ?? request, parent, ...rest);
    } catch (error) {
      if (sdk === undefined || !SDK.test(request)) throw error;
      return resolve(request, { filename: join(sdk, 'none.js'), paths: paths(sdk) } as { filename: string }, ...rest);
    }
  };
}
