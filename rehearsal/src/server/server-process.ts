import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Lines } from './lines';

/** How to start a process that serves a model. */
export interface ServerCommand {
  readonly node: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where it listens: a socket of its own, so that no port of this machine is taken. */
  readonly socket: string;
  /** Whether it is killed while it loads. */
  readonly isKilled?: boolean;
}

/** One container: a child process that serves a model. It ends with this process, however that ends. */
export class ServerProcess {
  readonly output: Lines;
  readonly exited: Promise<void>;
  private readonly child: ChildProcess;
  private stderr = '';

  constructor({ node, script, environment, socket, isKilled = false }: ServerCommand) {
    rmSync(socket, { force: true });
    this.child = spawn(node, [script, 'serve'], {
      env: environment,
      // The server stops when this channel closes.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.output = new Lines(this.child.stdout as Readable);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-4000);
    });
    this.exited = once(this.child, 'exit').then(
      () => undefined,
      () => undefined,
    );
    process.once('exit', this.kill);
    void this.exited.then(() => process.removeListener('exit', this.kill));
    if (isKilled) this.kill();
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
  }

  /** Memory that it has taken at most, in MiB; undefined where the system does not tell. */
  get peakMib(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status);
      return peak === null ? undefined : Number(peak[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  /** What it ended with, and why it says that it did. */
  get lastWords(): string {
    const { exitCode, signalCode } = this.child;
    const lines = this.stderr.trimEnd().split('\n').map(said);
    const message = (lines.findLast(({ isError }) => isError) ?? lines.at(-1))?.message ?? '';
    return `its process ended with ${exitCode ?? signalCode}${message === '' ? '' : `: ${message}`}`;
  }

  readonly kill = (): void => {
    this.child.kill('SIGKILL');
  };

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.kill();
    await this.exited;
  }
}

/** The runtime says in a line of JSON why it stops, and then that it does. */
function said(line: string): { readonly message: string; readonly isError: boolean } {
  try {
    const { level, code, message = line } = JSON.parse(line) as { level?: string; code?: string; message?: string };
    return { message: code === undefined ? message : `${code}: ${message}`, isError: level === 'error' };
  } catch {
    // Of Node.js itself, or of what aborted it.
    return { message: line, isError: true };
  }
}
