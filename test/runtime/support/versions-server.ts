import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { example } from './bundles';
import { invoke, send, type Response } from './http';
import { ServerProcess } from './server-process';

/** Waits for what must come to pass; the test's own time limit says when it did not. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}/status`) && !/^State:\sZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** A server in versions mode, and the directory that tells it what to serve. */
export class VersionsServer {
  readonly scratch = mkdtempSync(join(tmpdir(), 'versions-test-'));
  readonly directory = join(this.scratch, 'model');
  server!: ServerProcess;
  port!: number;
  private lastId = 0;

  constructor(private readonly bundles: string) {
    mkdirSync(this.directory);
  }

  /** Puts a package in place at once, as whoever deploys should. */
  put(source: string, name: string, change: (directory: string) => void = () => undefined): void {
    const made = join(this.scratch, `made-${++this.lastId}`);
    cpSync(source, made, { recursive: true });
    change(made);
    const target = join(this.directory, name);
    if (existsSync(target)) {
      renameSync(target, join(this.scratch, `old-${this.lastId}`));
    }
    renameSync(made, target);
  }

  putExample(...versions: string[]): void {
    versions.forEach((version) => this.put(example(version), version));
  }

  async start(place: { readonly uid?: number } = {}): Promise<void> {
    const variables = {
      INFERENCE_RELOAD: 'true',
      INFERENCE_MODEL_DIRECTORY: this.directory,
      TMPDIR: this.scratch,
    };
    this.server = new ServerProcess(this.bundles, variables, ['serve'], place);
    await this.server.ready;
    this.port = await this.server.listening;
  }

  /** Ends it; nothing of it may be left. Gives the exit code. */
  async stop(): Promise<number | null> {
    const children = this.children();
    const exitCode = await this.server.stop();
    const left = children.filter(isAlive);
    if (left.length > 0) {
      throw new Error(`processes that were left: ${left.length}`);
    }
    return exitCode;
  }

  /** Also where a test failed: what is left of it would keep jest waiting. */
  remove(): void {
    this.server.signal('SIGKILL');
    rmSync(this.scratch, { recursive: true, force: true });
  }

  children(): number[] {
    const file = `/proc/${this.server.pid}/task/${this.server.pid}/children`;
    return !existsSync(file) ? [] : readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  }

  /** The processes of a version. */
  processesOf(version: string): number[] {
    return this.children().filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`INFERENCE_PROCESS_NAME=${version}\0`);
      } catch {
        return false;
      }
    });
  }

  ask(instances: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return invoke(this.port, { instances }, headers);
  }

  async load(body = '', model = 'diagnosis'): Promise<[number, unknown]> {
    const { status, body: text } = await send(this.port, 'POST', `/v2/repository/models/${model}/load`, {}, body);
    return [status, JSON.parse(text) as unknown];
  }

  /** Version and state of each, the highest first. */
  async index(): Promise<[string, string][]> {
    const { body } = await send(this.port, 'POST', '/v2/repository/index');
    return (JSON.parse(body) as { version: string; state: string }[]).map(({ version, state }) => [version, state]);
  }

  sockets(): string[] {
    return readdirSync(this.scratch, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sock'));
  }
}
