import { rmSync } from 'node:fs';
import type { VariantPlan } from '../fleet/fleet-plan';
import { assetDirectory } from '../invoker/asset-directory';
import type { Invocation, StartOptions } from '../invoker/invoker';
import { scratchFolder } from '../scratch';
import type { TrafficRequest } from '../traffic/request';
import type { Container } from './container';
import { containerFor } from './container';
import { becomesHealthy, ping } from './health';
import type { HttpAnswer } from './http-door';
import { HttpDoor } from './http-door';
import type { ContainerOptions, ModelServers, StartedContainer } from './model-servers';
import { parallelOf } from './parallel';
import { ServerProcess } from './server-process';

/** A line of metrics is written before the answer, and read at about the same time. */
const LINE_MILLISECONDS = { answered: 1200, refused: 50 };

/** Runs containers as child processes, from the very assets of the assembly. */
export class ProcessModelServers implements ModelServers {
  /** @param server what stands in for images that are not in the assembly */
  constructor(private readonly server?: string) {}

  async start(
    variant: VariantPlan,
    region: string,
    { isKilled, modelDirectory, trial = [] }: StartOptions & ContainerOptions = {},
  ): Promise<StartedContainer> {
    const scratch = scratchFolder('container');
    const directory = modelDirectory ?? assetDirectory(variant.modelData);
    const container = new ContainerProcess(
      containerFor(variant, region, { modelDirectory: directory, scratch, server: this.server }),
      scratch,
      variant,
      isKilled === true,
    );
    try {
      await container.start(trial);
    } catch (error) {
      await container.stop();
      throw error;
    }
    const { failure, parallel, startMilliseconds, substitutions } = container;
    return {
      failure,
      parallel,
      startMilliseconds,
      substitutions,
      invoke: (request) => container.invoke(request),
      ping: () => container.ping(),
      memoryMib: () => container.memoryMib,
      crash: () => container.crash(),
      stop: () => container.stop(),
    };
  }
}

/** One container: started again after a crash, as SageMaker does. */
class ContainerProcess {
  failure: string | undefined;
  parallel = 1;
  startMilliseconds = 0;
  private server: ServerProcess | undefined;
  private door: HttpDoor;
  private stopped = false;

  constructor(
    private readonly container: Container,
    private readonly scratch: string,
    private readonly limits: Pick<VariantPlan, 'startupSeconds' | 'timeoutSeconds'>,
    private readonly isKilled: boolean,
  ) {
    this.door = new HttpDoor(container.command.socket);
  }

  get memoryMib(): number | undefined {
    return this.server?.peakMib;
  }

  get substitutions(): readonly string[] {
    return this.container.substitutions;
  }

  async start(trial: readonly TrafficRequest[]): Promise<void> {
    await this.begin();
    if (this.failure === undefined && trial.length > 0) this.parallel = await this.measure(trial);
  }

  async invoke(request: TrafficRequest): Promise<Invocation> {
    const initMilliseconds = this.server?.isRunning === true ? undefined : await this.begin();
    const { server } = this;
    if (server === undefined || this.failure !== undefined) {
      const message = this.failure ?? 'the rehearsal was stopped';
      return { error: { type: 'ContainerFailed', message }, durationMilliseconds: 0, initMilliseconds, lines: [] };
    }
    const begin = performance.now();
    try {
      const answer = await this.post(request);
      const durationMilliseconds = performance.now() - begin;
      if (answer.status < 500)
        await server.output.some(LINE_MILLISECONDS[answer.status < 400 ? 'answered' : 'refused']);
      return { ...told(answer), durationMilliseconds, initMilliseconds, lines: server.output.take() };
    } catch (error) {
      const durationMilliseconds = performance.now() - begin;
      const { name, message } = error as Error;
      const isLate = name === 'TimeoutError';
      if (!isLate) await server.stop();
      const type = isLate ? 'ModelTimeout' : 'ContainerFailed';
      const said = isLate ? message : server.lastWords;
      return { error: { type, message: said }, durationMilliseconds, initMilliseconds, lines: server.output.take() };
    }
  }

  async ping(): Promise<string | undefined> {
    return ping(this.door);
  }

  async crash(): Promise<void> {
    await this.server?.stop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.door.close();
    await this.server?.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** Starts a process; how long it took until it was in service. */
  private async begin(): Promise<number | undefined> {
    if (this.stopped) return undefined;
    const begin = performance.now();
    this.door.close();
    this.door = new HttpDoor(this.container.command.socket);
    this.server = new ServerProcess({ ...this.container.command, isKilled: this.isKilled });
    this.failure = await becomesHealthy(this.server, this.door, this.limits.startupSeconds);
    this.startMilliseconds = performance.now() - begin;
    return this.startMilliseconds;
  }

  private async measure(trial: readonly TrafficRequest[]): Promise<number> {
    const parallel = await parallelOf(trial, (request) => this.post(request));
    // What was tried must not count.
    await this.server?.output.quiet(LINE_MILLISECONDS.refused);
    this.server?.output.take();
    return parallel;
  }

  private post({ body, contentType = 'application/json' }: TrafficRequest): Promise<HttpAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.door.post('/invocations', contentType, text, this.limits.timeoutSeconds * 1000);
  }
}

function told({ status, contentType, body }: HttpAnswer): Pick<Invocation, 'status' | 'answer' | 'error'> {
  const text = body.toString('utf8');
  const answer = contentType.includes('json') && !contentType.includes('lines') ? parsed(text) : text;
  if (status < 500) return { status, answer };
  const { code = `HTTP ${status}`, error = 'the container failed' } = (answer ?? {}) as {
    code?: string;
    error?: string;
  };
  return { status, answer, error: { type: code, message: error } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
