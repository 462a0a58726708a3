import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime } from '../support/bundles';
import { send } from '../support/http';
import { LambdaProcess } from '../support/lambda-process';
import { ServerProcess } from '../support/server-process';
import { leak } from './check';
import { diagnosis, fuzzModels, type FuzzModel } from './models';

export const BATCH = 'batch transform';
export const MULTI_MODEL = 'multi-model';
export const VERSIONS = 'versions';
export const FUNCTION = 'function';
/** The versions that the server of versions has; the last one answers who names none. */
export const PINNED = ['1.0.0', '2.0.0'] as const;
/** Small, so that bodies beyond it are quickly sent. */
export const BODY_LIMIT = 262_144;

const LARGE_BODY = `[${'0,'.repeat(BODY_LIMIT / 2 - 2)}0]`;
/** Until the thread has the memory that it works in. */
const LARGE_BODIES = 20;

/** Everything that is fuzzed, as processes of the built runtime. */
export class Targets {
  readonly servers = new Map<string, ServerProcess>();
  readonly ports = new Map<string, number>();
  readonly models: readonly FuzzModel[];
  readonly example = diagnosis();
  readonly loaded: readonly FuzzModel[];
  readonly function: LambdaProcess;
  private readonly scratch = mkdtempSync(join(tmpdir(), 'fuzz-'));
  private readonly bundles = bundleRuntime();
  private readonly faults = new Set<string>();
  private isStopping = false;

  private constructor() {
    this.models = fuzzModels(this.scratch);
    this.loaded = this.models.filter(({ manifest }) => ['softmax', 'identity-string'].includes(manifest.name));
    for (const { manifest, directory } of [this.example, ...this.models]) {
      this.serve(manifest.name, { INFERENCE_MODEL_DIRECTORY: directory });
    }
    this.serve(BATCH, { INFERENCE_MODEL_DIRECTORY: this.example.directory, SAGEMAKER_BATCH: 'true' });
    this.serve(MULTI_MODEL, { SAGEMAKER_MULTI_MODEL: 'true' });
    this.serve(VERSIONS, { INFERENCE_MODEL_DIRECTORY: this.versionsOf(this.models[0]), INFERENCE_RELOAD: 'true' });
    this.function = new LambdaProcess(this.bundles.directory, {
      INFERENCE_MODEL_DIRECTORY: this.models[0].directory,
      AWS_LAMBDA_FUNCTION_NAME: 'fuzzed',
    });
  }

  /** Whatever ends the fuzzer must not leave them running. */
  private readonly killAll = (): void => {
    for (const pid of this.pids.values()) {
      process.kill(pid);
    }
  };

  static async start(): Promise<Targets> {
    const targets = new Targets();
    process.once('exit', targets.killAll);
    for (const [name, server] of targets.servers) {
      await server.ready;
      const port = await server.listening;
      targets.ports.set(name, port);
      // What a server starts when it is first needed is no growth: the thread that reads what is large.
      for (let time = 0; time < LARGE_BODIES; time++) {
        await send(
          port,
          'POST',
          `/v2/models/${encodeURIComponent(name)}/infer`,
          { 'Content-Type': 'application/json' },
          LARGE_BODY,
        );
      }
    }
    for (const { manifest, directory } of targets.loaded) {
      const body = JSON.stringify({ model_name: manifest.name, url: directory });
      const { status } = await send(targets.portOf(MULTI_MODEL), 'POST', '/models', {}, body);
      if (status !== 200) {
        throw new Error(`a model could not be loaded: ${status}`);
      }
    }
    return targets;
  }

  portOf(target: string): number {
    return this.ports.get(target) ?? Number.NaN;
  }

  /** What the processes wrote since the last call must hold nothing of the clients', and none may have ended. */
  listen(): readonly string[] {
    for (const [name, { logs, stdout }] of this.servers) {
      this.look(name, [...logs.splice(0).map((entry) => JSON.stringify(entry)), ...stdout.splice(0)]);
    }
    this.look(FUNCTION, [...this.function.stdout.splice(0), ...this.function.stderr.splice(0)]);
    return [...this.faults];
  }

  /** Process identifiers by what runs there. */
  get pids(): ReadonlyMap<string, number> {
    return new Map([
      ...[...this.servers].map(([name, { pid }]) => [name, pid] as const),
      [FUNCTION, this.function.pid] as const,
    ]);
  }

  async stop(): Promise<readonly string[]> {
    this.isStopping = true;
    for (const [name, server] of this.servers) {
      const exitCode = await server.stop();
      if (exitCode !== 0) {
        this.faults.add(`${name}: ended with ${exitCode}`);
      }
    }
    await this.function.stop();
    process.off('exit', this.killAll);
    this.bundles.remove();
    rmSync(this.scratch, { recursive: true, force: true });
    return this.listen();
  }

  /** A directory with the same model under two versions, so that an answer does not depend on which one gave it. */
  private versionsOf({ manifest, directory }: FuzzModel): string {
    const parent = join(this.scratch, 'versions');
    for (const version of PINNED) {
      cpSync(directory, join(parent, version), { recursive: true });
      writeFileSync(join(parent, version, 'model.json'), JSON.stringify({ ...manifest, version }));
    }
    return parent;
  }

  private serve(name: string, variables: Readonly<Record<string, string>>): void {
    const server = new ServerProcess(this.bundles.directory, {
      INFERENCE_MAX_BODY_BYTES: String(BODY_LIMIT),
      ...variables,
    });
    this.servers.set(name, server);
    void server.exited.then((exitCode) => {
      if (!this.isStopping) {
        this.faults.add(`${name}: ended with ${exitCode} while it was fuzzed`);
      }
    });
  }

  private look(name: string, lines: readonly string[]): void {
    for (const line of lines) {
      const fault = leak(line);
      if (fault !== undefined) {
        this.faults.add(`${name}, log: ${fault}: ${line.slice(0, 200)}`);
      }
    }
  }
}
