import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

  async start(version: FunctionVersion, aliasName: string, { isKilled }: StartOptions = {}): Promise<RunningVersion> {
    const node = findNode(version.runtime);
    const taskRoot = assetDirectory(version.code);
    const { paths, substitutes, notes } = findModules(version);
    const own =
      version.runtime === `nodejs${majorOf(node)}.x` ? [] : [`Node.js ${node.version} stood in for ${version.runtime}`];
    return new Sandbox(
      {
        node: node.path,
        script: this.hostScript ?? findHostScript(),
        taskRoot,
        environment: {
          ...lambdaEnvironment(version, taskRoot, paths),
          [SUBSTITUTES_VARIABLE]: JSON.stringify(substitutes),
        },
        isKilled,
      },
      version.timeoutSeconds,
      `arn:aws:lambda:${version.region}:${version.account}:function:${version.functionName}:${aliasName}`,
      [...notes, ...own],
    );
  }
}

/** The bundled host lies beside the bundle this file is in, or in this package's own output. */
function findHostScript(): string {
  const beside = join(__dirname, 'host.js');
  return existsSync(beside) ? beside : require.resolve('@inference-constructs/rehearsal/out/host.js');
}
