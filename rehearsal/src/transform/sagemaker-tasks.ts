import { startingMinutes } from '@inference-constructs/core/out/catalog/starting';
import { NotPlayedError, StateError } from '../state-machine/state-error';
import type { TaskCall, TaskResult, TaskRunner } from '../state-machine/task-runner';
import type { BatchModels } from './batch-models';
import type { JobOptions, JobResult } from './run-transform-job';
import { runTransformJob } from './run-transform-job';
import type { TransformJob } from './transform-job';
import { readTransformJob, WITHOUT_EFFECT } from './transform-job';

type Block = Readonly<Record<string, unknown>>;

interface Started {
  readonly result: JobResult;
  readonly job: TransformJob;
  /** Virtual seconds since the execution began. */
  readonly from: number;
  readonly to: number;
}

/** Service integrations of Step Functions with SageMaker, by what follows `arn:aws:states:::`. */
const ACTION = /^arn:[\w-]+:states:::(?:sagemaker|aws-sdk:sagemaker):(\w+(?:\.sync)?)$/;
const ACTIONS = ['createTransformJob', 'createTransformJob.sync', 'describeTransformJob', 'createModel', 'deleteModel'];

export interface SageMakerTasksOptions extends JobOptions {
  readonly models: BatchModels;
  /** Beginning of the names that AWS gives: `arn:aws:sagemaker:region:account:`. */
  readonly arn: string;
  /** When the execution begins, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** Plays the tasks that have SageMaker transform files; the instances are processes of this machine. */
export class SageMakerTasks implements TaskRunner {
  /** Every job that was run. */
  readonly jobs: JobResult[] = [];
  /** Parameters that change nothing, and why. */
  readonly withoutEffect = new Set<string>();
  private readonly started = new Map<string, Started>();

  constructor(private readonly options: SageMakerTasksOptions) {}

  plays(resource: string): boolean {
    return ACTIONS.includes(ACTION.exec(resource)?.[1] ?? '');
  }

  async run({ resource, parameters, at }: TaskCall): Promise<TaskResult> {
    const given = (parameters ?? {}) as Block;
    switch (ACTION.exec(resource)?.[1]) {
      case 'createModel':
        return this.createModel(given);
      case 'deleteModel':
        this.options.models.remove(String(given.ModelName));
        return { output: {}, seconds: 0 };
      case 'describeTransformJob':
        return { output: this.describe(String(given.TransformJobName), at), seconds: 0 };
      default:
        return this.transform(given, at, resource.endsWith('.sync'));
    }
  }

  private createModel(given: Block): TaskResult {
    const name = String(given.ModelName);
    this.options.models.create(name, given);
    return { output: { ModelArn: `${this.options.arn}model/${name.toLowerCase()}` }, seconds: 0 };
  }

  private async transform(given: Block, at: number, isSync: boolean): Promise<TaskResult> {
    const job = readTransformJob(given);
    if (this.started.has(job.name)) {
      throw new StateError(
        'SageMaker.ResourceInUseException',
        `Job name must be unique within an AWS account and region: ${job.name}`,
      );
    }
    for (const [name, why] of Object.entries(WITHOUT_EFFECT)) {
      if (name in given) this.withoutEffect.add(`${name} of transform jobs: ${why}`);
    }
    const result = await runTransformJob(job, this.options.models.get(job.modelName), this.options);
    this.jobs.push(result);
    const seconds = startingMinutes([job.instanceType]) * 60 + Math.round(result.seconds);
    this.started.set(job.name, { result, job, from: at, to: at + seconds });
    const TransformJobArn = this.arnOf(job.name);
    if (!isSync) return { output: { TransformJobArn }, seconds: 0 };
    const output = this.describe(job.name, at + seconds);
    if (result.status === 'Completed') return { output, seconds };
    throw new StateError('States.TaskFailed', JSON.stringify(output), seconds);
  }

  /** As DescribeTransformJob tells of it at a time. */
  private describe(name: string, at: number): Block {
    const started = this.started.get(name);
    if (started === undefined) {
      throw new NotPlayedError(`job ${name} is not one that the execution has started`);
    }
    const { job, result, from, to } = started;
    const hasEnded = at >= to;
    const time = (seconds: number): number => this.options.startedAt + seconds * 1000;
    return {
      ...job.request,
      TransformJobArn: this.arnOf(name),
      TransformJobStatus: hasEnded ? result.status : 'InProgress',
      ...(hasEnded && result.failure !== undefined ? { FailureReason: result.failure } : {}),
      CreationTime: time(from),
      ...(hasEnded ? { TransformStartTime: time(from), TransformEndTime: time(to) } : {}),
    };
  }

  private arnOf(name: string): string {
    return `${this.options.arn}transform-job/${name.toLowerCase()}`;
  }
}
