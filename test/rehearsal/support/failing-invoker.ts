import type { FunctionVersion } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import type { Invoker, RunningVersion } from '@inference-constructs/rehearsal/invoker/invoker';
import { every } from './fake-invoker';

/** Lets a share of one version's requests fail, whatever it would have answered. */
export class FailingInvoker implements Invoker {
  constructor(
    private readonly invoker: Invoker,
    private readonly versionNumber: string,
    private readonly errorRate: number,
  ) {}

  async start(version: FunctionVersion, aliasName: string): Promise<RunningVersion> {
    const running = await this.invoker.start(version, aliasName);
    if (version.number !== this.versionNumber) return running;
    const fails = every(this.errorRate);
    return {
      substitutions: running.substitutions,
      crash: () => running.crash(),
      stop: () => running.stop(),
      invoke: async (event) => {
        const invocation = await running.invoke(event);
        return fails() ? { ...invocation, error: { type: 'Seeded', message: 'by the test' } } : invocation;
      },
    };
  }
}
