import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FunctionVersion } from '../assembly/assembly-reader';
import { SUBSTITUTES_VARIABLE } from '../host/messages';
import { findNode, majorOf } from '../node-binary';
import { lambdaEnvironment } from './environment';
import type { Invoker, RunningVersion, StartOptions } from './invoker';
import { findModules } from './modules';
import { Sandbox } from './sandbox';
import { assetDirectory } from './asset-directory';

/** Runs versions as child processes, from the very assets of the assembly. */
export class ProcessInvoker implements Invoker {
  constructor(private readonly hostScript?: string) {}

  async start(version: FunctionVersion, aliasName: string, options: StartOptions = {}): Promise<RunningVersion> {
    const { isKilled, isConfined = false, variables = {}, mostSeconds } = options;
    const node = findNode(version.runtime);
    const taskRoot = assetDirectory(version.code);
    const { paths, substitutes, notes } = findModules(version);
    const { standIns = [] } = version.code.inline ?? {};
    const named = standIns.length === 0 ? [] : [`stand-ins in the inline code of the function: ${standIns.join(', ')}`];
    const own =
      version.runtime === `nodejs${majorOf(node)}.x` ? [] : [`Node.js ${node.version} stood in for ${version.runtime}`];
    const script = this.hostScript ?? findHostScript();
    return new Sandbox(
      {
        node: node.path,
        ...(isConfined ? { preload: join(dirname(script), 'confine.js') } : {}),
        script,
        taskRoot,
        environment: {
          ...lambdaEnvironment(version, taskRoot, paths),
          ...variables,
          [SUBSTITUTES_VARIABLE]: JSON.stringify(substitutes),
        },
        isKilled,
      },
      { timeoutSeconds: version.timeoutSeconds, mostSeconds },
      `arn:aws:lambda:${version.region}:${version.account}:function:${version.functionName}:${aliasName}`,
      [...notes, ...named, ...own],
    );
  }
}

/** The bundled host lies beside the bundle this file is in, or in this package's own output. */
function findHostScript(): string {
  const beside = join(__dirname, 'host.js');
  return existsSync(beside) ? beside : require.resolve('@inference-constructs/rehearsal/out/host.js');
}
