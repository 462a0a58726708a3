import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runtimeEnvironment, runtimeNode } from './runtime-node';

export interface Outcome {
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack: string };
}

/** The handler in a sandbox of its own, with its lines of metrics. */
export class LambdaProcess {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();
  private lastId = 0;

  constructor(bundles: string, variables: Readonly<Record<string, string>>, entry = 'handler/index.mjs') {
    this.child = fork(join(__dirname, 'lambda-host.cjs'), [join(bundles, entry)], {
      execPath: runtimeNode(),
      execArgv: [],
      env: runtimeEnvironment(variables),
      silent: true,
    });
    this.child.on('message', ({ id, ...outcome }: Outcome & { id: number }) => {
      this.waiting.get(id)?.(outcome);
      this.waiting.delete(id);
    });
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.stdout.push(line));
    createInterface({ input: this.child.stderr! }).on('line', (line) => this.stderr.push(line));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** `milliseconds` are what is left of the function's time; without anything, the handler gets no context. */
  invoke(event: unknown, milliseconds?: number, clientContext?: object): Promise<Outcome> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, event, milliseconds, clientContext });
    });
  }

  /** All lines of metrics, once there are `count`: they come by another pipe than the answers. */
  async lines(count: number): Promise<object[]> {
    while (this.stdout.length < count) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.stdout.map((line) => JSON.parse(line) as object);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.disconnect();
    });
  }
}
