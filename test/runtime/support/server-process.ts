import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runtimeEnvironment, runtimeNode } from './runtime-node';

export interface LogEntry {
  readonly message: string;
  readonly level: string;
  readonly code?: string;
  readonly port?: number;
  readonly socket?: string;
  /** Which of several models' processes said it; undefined: the server itself. */
  readonly process?: string;
}

export interface Place {
  readonly cwd?: string;
  readonly uid?: number;
  /** What the shell is told before it becomes the server: `ulimit -n 64`. */
  readonly limits?: string;
  /** Whether nobody reads its metrics. */
  readonly isStalled?: boolean;
  /** What Node.js is given before the server: flags, and a file other than `server.js`. */
  readonly flags?: readonly string[];
  readonly file?: string;
}

/** A server started from a bundle on a free port, with everything it said. */
export class ServerProcess {
  readonly logs: LogEntry[] = [];
  readonly stdout: string[] = [];
  readonly exited: Promise<number | null>;
  readonly listening: Promise<number>;
  readonly ready: Promise<void>;
  private readonly child: ChildProcess;

  constructor(
    bundles: string,
    variables: Readonly<Record<string, string | undefined>>,
    args = ['serve'],
    { limits, isStalled = false, flags = [], file = 'server.js', ...place }: Place = {},
  ) {
    const command = [runtimeNode(), ...flags, join(bundles, 'container', file), ...args];
    const [program, ...rest] = limits === undefined ? command : ['sh', '-c', `${limits} && exec "$0" "$@"`, ...command];
    this.child = spawn(program, rest, {
      env: runtimeEnvironment({ SAGEMAKER_BIND_TO_PORT: '0', ...variables }),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...place,
    });
    this.exited = new Promise((resolve) => this.child.once('close', resolve));
    let heardPort: (port: number) => void;
    let heardReady: () => void;
    const ended = this.exited.then(() => Promise.reject(new Error(`ended early: ${JSON.stringify(this.logs)}`)));
    this.listening = Promise.race([new Promise<number>((resolve) => (heardPort = resolve)), ended]);
    this.ready = Promise.race([new Promise<void>((resolve) => (heardReady = resolve)), ended]);
    for (const promise of [this.listening, this.ready]) {
      promise.catch(() => undefined);
    }
    createInterface({ input: this.child.stderr! }).on('line', (line) => {
      const entry = JSON.parse(line) as LogEntry;
      this.logs.push(entry);
      if (entry.process !== undefined) return;
      if (entry.message === 'listening') heardPort(entry.port!);
      if (entry.message === 'ready') heardReady();
    });
    if (!isStalled) {
      createInterface({ input: this.child.stdout! }).on('line', (line) => this.stdout.push(line));
    }
  }

  static async start(bundles: string, variables: Readonly<Record<string, string | undefined>>): Promise<ServerProcess> {
    const server = new ServerProcess(bundles, variables);
    await server.ready;
    return server;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Whoever reads its metrics goes. */
  closeStdout(): void {
    this.child.stdout?.destroy();
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited;
  }

  /** The failure it told before it ended. */
  get failure(): LogEntry | undefined {
    return this.logs.find(({ level }) => level === 'error');
  }
}
