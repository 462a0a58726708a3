import type { ChildProcess } from 'node:child_process';
import { Agent } from 'node:http';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { Fault } from '../errors';
import { PROCESS_NAME } from '../log';
import type { Reply } from '../predict/reply';
import { SOCKET, type Refused, type Word } from './parent';
import { pass, type Passed } from './pass';

/** Longer than a server takes to stop. */
const STOP_MS = 28_000;
const TELL_EVERY_MS = 100;

export interface ProcessOptions {
  /** What this process was started from: its child runs the same. */
  readonly script: string;
  readonly modelDirectory: string;
  readonly socket: string;
  /** How the log calls it. */
  readonly name: string;
}

/** One model in a process of its own: only a process that ends gives all of its memory back, and can be killed. */
export class ModelProcess {
  /** Resolves when the model may answer; rejects with a `Fault` when it never will. */
  readonly ready: Promise<void>;
  /** Resolves when nothing new should be asked of it: it has ended, or is about to. */
  readonly lost: Promise<void>;
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly agent = new Agent({ keepAlive: true });
  private unanswered = 0;
  private whenIdle: (() => void) | undefined;
  private refused = 0;

  constructor(private readonly options: ProcessOptions) {
    const { spawn } = process.getBuiltinModule('node:child_process');
    this.child = spawn(process.execPath, [...process.execArgv, options.script, 'serve'], {
      env: environmentOf(options),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A signal to the terminal's group must reach the server alone, which ends its models last.
      detached: true,
    });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (word: Word) => {
        if (word.kind === 'ready') {
          resolve();
        } else if (word.kind === 'failed') {
          reject(new Fault('ModelUnloadable', unloadable(word.code)));
        }
      });
      this.child.once('error', () => reject(new Fault('ModelUnloadable', unloadable('ProcessUnstartable'))));
      // Killed while it was loading: whoever does that does it for want of memory.
      this.child.once('exit', (_, signal) =>
        reject(
          signal === 'SIGKILL'
            ? new Fault('MemoryShort', 'The memory did not suffice to load the model.')
            : new Fault('ModelUnloadable', unloadable('ProcessEnded')),
        ),
      );
    });
    this.ready.catch(() => undefined);
    this.lost = new Promise((resolve) => {
      this.child.on('message', (word: Word) => word.kind === 'stopping' && resolve());
      void this.ended.then(resolve);
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Rejects with `ProcessLost` when no whole answer came. */
  async pass(passed: Passed): Promise<Reply> {
    this.unanswered++;
    try {
      return await pass(passed, this.options.socket, this.agent);
    } finally {
      if (--this.unanswered === 0) {
        this.whenIdle?.();
      }
    }
  }

  /** A request for its model was refused before it was passed on: it is counted there, under the model's name. */
  countRefused(): void {
    if (this.refused++ === 0) {
      // Whoever sends many such requests must not cost as many words.
      setTimeout(() => this.tellRefused(), TELL_EVERY_MS).unref();
    }
  }

  private tellRefused(): void {
    if (this.refused === 0) {
      return;
    }
    const word: Refused = { kind: 'refused', requests: this.refused };
    this.refused = 0;
    if (this.child.connected) {
      this.child.send(word, undefined, undefined, () => undefined);
    }
  }

  /** Resolves when it owes no answer, or has ended; nothing new may be passed to it meanwhile. */
  idle(): Promise<void> {
    const answered = new Promise<void>((resolve) => {
      this.whenIdle = resolve;
      if (this.unanswered === 0) {
        resolve();
      }
    });
    return Promise.race([answered, this.ended]);
  }

  /** Answers what it was asked, ends, and has given its memory back when this resolves. */
  async stop(): Promise<void> {
    this.tellRefused();
    this.child.kill('SIGTERM');
    const kill = setTimeout(() => this.kill(), STOP_MS);
    // Connections that are kept for later would hold up its end.
    const idle = setInterval(() => this.closeIdle(), 10);
    await this.ended;
    clearInterval(idle);
    clearTimeout(kill);
    this.agent.destroy();
  }

  /** What it was asked is lost. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  private closeIdle(): void {
    for (const sockets of Object.values(this.agent.freeSockets)) {
      sockets?.forEach((socket) => socket.destroy());
    }
  }
}

function environmentOf({ modelDirectory, socket, name }: ProcessOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    [Environment.MODEL_DIRECTORY]: modelDirectory,
    [SOCKET]: socket,
    [PROCESS_NAME]: name,
  };
  // The digest of the whole would be a wrong one for each model.
  delete env[Environment.MODEL_DIGEST];
  return env;
}

/** For a client; where files are is in the log. */
export function unloadable(code: string): string {
  return `The model cannot be loaded (${code}): its log says why.`;
}
