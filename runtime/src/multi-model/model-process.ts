import type { ChildProcess } from 'node:child_process';
import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { DEADLINE_HEADER } from '../deadline';
import { Fault } from '../errors';
import { FALLBACK_HEADER } from '../predict/fallback-mark';
import type { Reply } from '../predict/service';
import { SOCKET, type Word } from './parent';

/** Longer than a server takes to stop. */
const STOP_MS = 28_000;
const RETURNED = [FALLBACK_HEADER, 'Retry-After'];
const FORWARDED = ['content-type', 'content-encoding', 'accept'];

/** One model in a process of its own: only a process that ends gives all of its memory back. */
export class ModelProcess {
  /** Resolves when the model may answer; rejects with a `Fault` when it never will. */
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    script: string,
    modelDirectory: string,
    private readonly socket: string,
  ) {
    const env: NodeJS.ProcessEnv = { ...process.env, [Environment.MODEL_DIRECTORY]: modelDirectory, [SOCKET]: socket };
    delete env.SAGEMAKER_MULTI_MODEL;
    // The digest of the whole would be a wrong one for each model.
    delete env[Environment.MODEL_DIGEST];
    const { spawn } = process.getBuiltinModule('node:child_process');
    this.child = spawn(process.execPath, [...process.execArgv, script, 'serve'], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A signal to the terminal's group must reach the server alone, which ends its models last.
      detached: true,
    });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (word: Word) =>
        word.kind === 'ready' ? resolve() : reject(new Fault('ModelUnloadable', unloadable(word.code))),
      );
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
  }

  invoke(body: Buffer, headers: IncomingHttpHeaders, deadline?: number): Promise<Reply> {
    const forwarded: OutgoingHttpHeaders = { 'content-length': body.length };
    for (const name of FORWARDED) {
      if (headers[name] !== undefined) {
        forwarded[name] = headers[name];
      }
    }
    if (deadline !== undefined) {
      forwarded[DEADLINE_HEADER] = Math.max(1, Math.floor(deadline - performance.now()));
    }
    const { socket: socketPath, agent } = this;
    const options = { socketPath, agent, method: 'POST', path: '/invocations', headers: forwarded };
    return new Promise((resolve, reject) => {
      const died = (): void => reject(new Fault('ModelFailed', 'The model ended before it answered this request.'));
      const outgoing = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', died);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 500,
            contentType: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks),
            headers: returned(response.headers),
          }),
        );
      });
      outgoing.on('error', died);
      outgoing.end(body);
    });
  }

  /** Answers what it was asked, ends, and has given its memory back when this resolves. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const kill = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    // Connections that are kept for later would hold up its end.
    const idle = setInterval(() => this.closeIdle(), 10);
    await this.ended;
    clearInterval(idle);
    clearTimeout(kill);
    this.agent.destroy();
  }

  private closeIdle(): void {
    for (const sockets of Object.values(this.agent.freeSockets)) {
      sockets?.forEach((socket) => socket.destroy());
    }
  }
}

function returned(headers: IncomingHttpHeaders): Record<string, string> {
  const given = RETURNED.map((name) => [name, headers[name.toLowerCase()]]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

function unloadable(code: string): string {
  return `The model cannot be loaded (${code}): its log says why.`;
}
