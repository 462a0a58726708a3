import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { SAGEMAKER } from '@inference-constructs/core/out/catalog/sagemaker';
import { interrupted } from '../interrupted';
import { scratchFolder } from '../scratch';
import { containerFor } from '../server/container';
import { becomesHealthy } from '../server/health';
import { HttpDoor } from '../server/http-door';
import { ServerProcess } from '../server/server-process';
import type { TrafficRequest } from '../traffic/request';

/** Its start is what is measured. */
const PING_PAUSE_MILLISECONDS = 2;
const EXIT_MILLISECONDS = 500;
const ANSWER_MILLISECONDS = SAGEMAKER.INVOCATION_TIMEOUT_SECONDS * 1000;

/** A request that the runtime answered otherwise than with 200. */
export class Refusal extends Error {}

/** The runtime as an endpoint has it, in a process of its own and with nothing kept from a start before. */
export class BenchServer {
  private constructor(
    private readonly scratch: string,
    private readonly server: ServerProcess,
    private readonly door: HttpDoor,
    private readonly name: string,
    /** From the start of the process until `/ping` passed. */
    readonly startMilliseconds: number,
  ) {}

  /** Resolves when it is in service. */
  static async start(modelDirectory: string, name: string, signal?: AbortSignal): Promise<BenchServer> {
    if (signal?.aborted === true) throw interrupted();
    const scratch = scratchFolder('bench');
    const { command } = containerFor({ image: 'runtime', environment: {}, instanceType: 'ml.m5.large' }, 'us-east-1', {
      modelDirectory,
      scratch,
    });
    const { [Environment.METRICS_REQUESTS]: _, ...environment } = command.environment;
    const begin = performance.now();
    const server = new ServerProcess({ ...command, environment });
    const door = new HttpDoor(command.socket);
    signal?.addEventListener('abort', server.kill, { once: true });
    const seconds = SAGEMAKER.STARTUP_HEALTH_CHECK_SECONDS;
    const failure = await becomesHealthy(server, door, seconds, PING_PAUSE_MILLISECONDS);
    const started = new BenchServer(scratch, server, door, name, performance.now() - begin);
    if (failure === undefined) return started;
    await started.stop();
    throw new InferenceError('BenchFailed', `${name} (${failure}): must come into service. correct the package`);
  }

  /** Rejects with a `Refusal` where the answer is no 200. */
  async send({ body, contentType = 'application/json' }: TrafficRequest): Promise<void> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await this.door
      .post('/invocations', contentType, text, ANSWER_MILLISECONDS)
      .catch((error: unknown) => this.fail(error as Error));
    if (answer.status !== 200) throw new Refusal(said(answer.status, answer.body.toString('utf8')));
  }

  /** Highest resident memory until now, in MiB. */
  get residentMib(): number {
    const { peakMib } = this.server;
    if (peakMib !== undefined) return peakMib;
    throw new InferenceError(
      'MemoryUnknown',
      `memory of the server (unknown on ${process.platform}): read from /proc. measure on Linux, or in a container`,
    );
  }

  private async fail({ name, message }: Error): Promise<never> {
    // A process that died is told a moment after its connections broke.
    if (name !== 'TimeoutError') await Promise.race([this.server.exited, sleep(EXIT_MILLISECONDS)]);
    const why = this.server.isRunning ? message : this.server.lastWords;
    await this.server.stop();
    throw new InferenceError(
      'BenchFailed',
      `${this.name} (${why}): must answer. measure it where it has what it takes`,
    );
  }

  async stop(): Promise<void> {
    this.door.close();
    await this.server.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

function said(status: number, text: string): string {
  try {
    const { code, error } = JSON.parse(text) as { code?: string; error?: string };
    return [status, code, error].filter((part) => part !== undefined).join(' ');
  } catch {
    return String(status);
  }
}
