import { rmSync } from 'node:fs';
import { SAGEMAKER } from '@inference-constructs/core/out/catalog/sagemaker';
import { assetDirectory } from '../invoker/asset-directory';
import { scratchFolder } from '../scratch';
import { containerFor } from '../server/container';
import { becomesHealthy } from '../server/health';
import type { HttpAnswer } from '../server/http-door';
import { HttpDoor } from '../server/http-door';
import { ServerProcess } from '../server/server-process';
import type { BatchModel } from './batch-models';
import type { BatchStrategy, TransformJob } from './transform-job';

/** How a container is called: what the job says, else what the container says, else what AWS takes. */
export interface CallParameters {
  readonly strategy: BatchStrategy;
  readonly payloadMegabytes: number;
  readonly concurrent: number;
}

const PARAMETERS_MILLISECONDS = 5000;
const AWS_TAKES = { payloadMegabytes: 6, concurrent: 1 } as const;

/** The container of a batch transform job, as a process of this machine. */
export class BatchContainer {
  readonly substitutions: readonly string[];
  private readonly scratch = scratchFolder('batch');
  private readonly server: ServerProcess;
  private readonly door: HttpDoor;

  /** @param server what stands in for images that are not in the assembly */
  constructor(
    model: BatchModel,
    private readonly job: TransformJob,
    server?: string,
  ) {
    const { image, imageFolder, environment, modelData, region } = model;
    const { instanceType } = job;
    const settings = { ...environment, ...job.environment, ...batchVariables(job) };
    const { command, substitutions } = containerFor(
      { image, imageFolder, environment: settings, instanceType },
      region,
      {
        modelDirectory: assetDirectory(modelData),
        scratch: this.scratch,
        server,
      },
    );
    this.substitutions = substitutions;
    this.server = new ServerProcess(command);
    this.door = new HttpDoor(command.socket);
  }

  /** Why it never became healthy; undefined where it did. */
  async start(): Promise<string | undefined> {
    return becomesHealthy(this.server, this.door, SAGEMAKER.STARTUP_HEALTH_CHECK_SECONDS);
  }

  async parameters(): Promise<CallParameters> {
    const { strategy, payloadMegabytes, concurrent } = this.job;
    const { status, body } = await this.door.get('/execution-parameters', PARAMETERS_MILLISECONDS);
    const told = (status === 200 ? JSON.parse(body.toString('utf8')) : {}) as Record<string, unknown>;
    return {
      strategy: strategy ?? (told.BatchStrategy === 'SINGLE_RECORD' ? 'SINGLE_RECORD' : 'MULTI_RECORD'),
      payloadMegabytes: payloadMegabytes ?? numberOf(told.MaxPayloadInMB) ?? AWS_TAKES.payloadMegabytes,
      concurrent: concurrent ?? numberOf(told.MaxConcurrentTransforms) ?? AWS_TAKES.concurrent,
    };
  }

  /** Tries again after an error of the server's, as often as the job says. Rejects where none of the tries is answered. */
  async invoke(body: Buffer): Promise<HttpAnswer> {
    const { contentType, accept, retries, timeoutSeconds } = this.job;
    const headers = {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      accept: accept ?? '*/*',
    };
    for (let tried = 0; ; tried++) {
      try {
        const answer = await this.door.postWith('/invocations', headers, body, timeoutSeconds * 1000);
        if (answer.status < 500 || tried >= retries) return answer;
      } catch (error) {
        if (!this.server.isRunning) throw new Error(this.server.lastWords, { cause: error });
        if (tried >= retries) throw error;
      }
    }
  }

  async stop(): Promise<void> {
    this.door.close();
    await this.server.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

/** What SageMaker tells a container of a batch job: what the job leaves open, it does not tell. */
function batchVariables({ strategy, payloadMegabytes, concurrent }: TransformJob): Record<string, string> {
  return {
    SAGEMAKER_BATCH: 'true',
    ...(strategy === undefined ? {} : { SAGEMAKER_BATCH_STRATEGY: strategy }),
    ...(payloadMegabytes === undefined ? {} : { SAGEMAKER_MAX_PAYLOAD_IN_MB: String(payloadMegabytes) }),
    ...(concurrent === undefined ? {} : { SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(concurrent) }),
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
