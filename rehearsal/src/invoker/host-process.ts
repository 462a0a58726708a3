import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Fault, HostMessage, InvokeMessage } from '../host/messages';
import { Output } from './output';

/** How to start the process that stands in for a sandbox. */
export interface HostCommand {
  readonly node: string;
  readonly script: string;
  /** A script that runs first, in every thread. */
  readonly preload?: string;
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it is killed while it loads. */
  readonly isKilled?: boolean;
}

type Done = HostMessage & { kind: 'done' };

/** One sandbox: a child process that has loaded the handler. */
export class HostProcess {
  readonly output: Output;
  private readonly child: ChildProcess;
  private stderr = '';

  constructor({ node, script, preload, taskRoot, environment, isKilled = false }: HostCommand) {
    this.child = spawn(node, [...(preload === undefined ? [] : ['--require', preload]), script], {
      cwd: taskRoot,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
    });
    this.output = new Output(this.child.stdout as Readable);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-2000);
    });
    process.once('exit', this.kill);
    this.child.once('exit', () => process.removeListener('exit', this.kill));
    if (isKilled) this.kill();
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
  }

  /** Waits until the handler is loaded; what it failed with, if it did. */
  async started(): Promise<Fault | undefined> {
    const message = await this.next('ready', 'init-failed');
    return 'error' in message ? (message.error as Fault) : undefined;
  }

  async invoke(message: InvokeMessage): Promise<Done | { readonly kind: 'exited'; readonly error: Fault }> {
    const written = this.output.ended(message.id);
    const done = this.next('done');
    this.child.send(message);
    const result = await done;
    if (result.kind !== 'done') return { kind: 'exited', error: (result as { error: Fault }).error };
    await written;
    return result;
  }

  readonly kill = (): void => {
    this.child.kill('SIGKILL');
  };

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.child, 'exit');
    this.kill();
    await exited;
  }

  /** The next message of a kind, or that the process ended without one. */
  private next(...kinds: HostMessage['kind'][]): Promise<HostMessage | { kind: 'exited'; error: Fault }> {
    return new Promise((resolve) => {
      const settle = (result: HostMessage | { kind: 'exited'; error: Fault }): void => {
        this.child.off('message', hear).off('exit', exited).off('error', failed);
        resolve(result);
      };
      const hear = (message: unknown): void => {
        if (kinds.includes((message as HostMessage).kind)) settle(message as HostMessage);
      };
      const exited = (code: number | null, signal: string | null): void =>
        settle({ kind: 'exited', error: { type: 'Runtime.ExitError', message: this.lastWords(code ?? signal) } });
      const failed = (error: Error): void =>
        settle({ kind: 'exited', error: { type: 'Runtime.ExitError', message: error.message } });
      this.child.on('message', hear).on('exit', exited).on('error', failed);
    });
  }

  private lastWords(status: number | string | null): string {
    const last = this.stderr.trimEnd().split('\n').at(-1) ?? '';
    return `the process ended with ${status}${last === '' ? '' : `: ${last}`}`;
  }
}
