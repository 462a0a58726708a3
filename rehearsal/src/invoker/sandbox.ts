import { randomUUID } from 'node:crypto';
import type { Fault } from '../host/messages';
import type { HostCommand } from './host-process';
import { HostProcess } from './host-process';
import type { Invocation, RunningVersion } from './invoker';

/** After so many starts in a row that failed, the last failure is the answer: each costs real time. */
const MAX_FAILED_STARTS = 3;

export interface SandboxLimits {
  /** What the function is told. */
  readonly timeoutSeconds: number;
  /** How long it really has, where that is less. */
  readonly mostSeconds?: number;
}

/** A version's one sandbox: started when a request comes, started again after a timeout or a crash, as Lambda does. */
export class Sandbox implements RunningVersion {
  private host: HostProcess | undefined;
  private failedStarts = 0;
  private failure: { readonly error: Fault; readonly milliseconds: number } = {
    error: { type: 'Sandbox.Stopped', message: 'the rehearsal was stopped' },
    milliseconds: 0,
  };
  private nextId = 1;
  private stopped = false;

  constructor(
    private readonly command: HostCommand,
    private readonly limits: SandboxLimits,
    private readonly functionArn: string,
    readonly substitutions: readonly string[],
  ) {}

  async invoke(event: unknown, clientContext?: unknown, most = Infinity): Promise<Invocation> {
    const initMilliseconds = this.host?.isRunning ? undefined : await this.init();
    const { host } = this;
    if (host === undefined) {
      const { error, milliseconds } = this.failure;
      return { error, durationMilliseconds: milliseconds, initMilliseconds, lines: [] };
    }
    const { timeoutSeconds, mostSeconds = timeoutSeconds } = this.limits;
    const timeoutMilliseconds = timeoutSeconds * 1000;
    const longest = Math.min(timeoutSeconds, mostSeconds, most) * 1000;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), longest)));
    const begin = performance.now();
    const message = {
      id: this.nextId++,
      event,
      requestId: randomUUID(),
      functionArn: this.functionArn,
      timeoutMilliseconds,
      ...(clientContext === undefined ? {} : { clientContext }),
    };
    const result = await Promise.race([host.invoke(message), late]);
    clearTimeout(timer);
    const elapsed = performance.now() - begin;
    const common = { initMilliseconds, lines: host.output.take() };
    if (result?.kind === 'done') {
      return { ...common, answer: result.answer, error: result.error, durationMilliseconds: result.milliseconds };
    }
    await host.stop();
    this.host = undefined;
    return {
      ...common,
      error: result?.error ?? { type: 'Sandbox.Timedout', message: `timed out after ${longest / 1000} s` },
      // A timer may ring a little early.
      durationMilliseconds: result === undefined ? longest : Math.min(elapsed, longest),
    };
  }

  async crash(): Promise<void> {
    await this.host?.stop();
    this.host = undefined;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.host?.stop();
  }

  /** Starts a process; how long that took, unless it failed often enough not to be tried again. */
  private async init(): Promise<number | undefined> {
    this.host = undefined;
    if (this.stopped || this.failedStarts >= MAX_FAILED_STARTS) return undefined;
    const begin = performance.now();
    const host = new HostProcess(this.command);
    this.host = host;
    const error = await host.started();
    const milliseconds = performance.now() - begin;
    if (error === undefined) {
      this.failedStarts = 0;
      return milliseconds;
    }
    this.failedStarts++;
    this.failure = { error, milliseconds };
    await host.stop();
    this.host = undefined;
    return milliseconds;
  }
}
