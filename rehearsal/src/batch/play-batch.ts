import { STARTING_MINUTES } from '@inference-constructs/core/out/catalog/starting';
import type { Assembly, AssemblyReader } from '../assembly/assembly-reader';
import { SynthesizedOutputReader } from '../assembly/synthesized-output-reader';
import { idOf } from '../assembly/declared';
import { interrupted } from '../interrupted';
import type { Invoker } from '../invoker/invoker';
import { ProcessInvoker } from '../invoker/process-invoker';
import { LambdaTasks } from '../lambda-tasks/lambda-tasks';
import { permissionsOf } from '../room/caller';
import { allStates } from '../state-machine/definition';
import { Execution } from '../state-machine/execution';
import type { Machine } from '../state-machine/read-machine';
import type { TaskRunner } from '../state-machine/task-runner';
import { seededRandom } from '../traffic/random';
import { BatchModels } from '../transform/batch-models';
import { LocalFiles, readInput } from '../transform/local-files';
import { SageMakerTasks } from '../transform/sagemaker-tasks';
import type { BatchResult } from './batch-result';
import { chosenMachine } from './chosen-machine';
import { BEGINS, contextOf, executionInput, executionName } from './execution-start';
import { machineFindings } from './machine-findings';
import { TaskRunners } from './task-runners';

export interface BatchOptions {
  /** Cloud assembly or Terraform JSON that declares the state machine. */
  readonly to: string;
  /** Construct path of the state machine. Default: the only one. */
  readonly machine?: string;
  /** `s3://bucket/prefix=folder`, or a folder that stands in for whatever is read. */
  readonly input: readonly string[];
  /** Folder for what is written: by bucket and key. */
  readonly output: string;
  /** JSON file with the input of the execution. Default: `{}`. */
  readonly executionInput?: string;
  /** Default: one as AWS makes it up. */
  readonly executionName?: string;
  readonly signal?: AbortSignal;
}

/** What else plays a batch; all have a default. */
export interface BatchPorts {
  readonly reader?: AssemblyReader;
  /** Asked before those of SageMaker and Lambda. */
  readonly tasks?: (assembly: Assembly) => readonly TaskRunner[];
  /** What stands in for images that are not in the assembly. */
  readonly server?: string;
  /** Runs functions. */
  readonly invoker?: Invoker;
}

const SEED = 1;

/** Plays one execution of a state machine on local files. Throws an InferenceError where that is impossible. */
export async function playBatch(options: BatchOptions, ports: BatchPorts = {}): Promise<BatchResult> {
  const began = performance.now();
  const { to, output, signal } = options;
  const files = new LocalFiles(options.input.map(readInput), output);
  const input = executionInput(options.executionInput);
  const name = executionName(options.executionName);
  const assembly = (ports.reader ?? new SynthesizedOutputReader()).read(to, '1');
  const machine = chosenMachine(assembly, options.machine);
  const { definition, path, stack, standIns } = machine;
  const models = new BatchModels(assembly);
  const substitutions = new Set<string>(
    standIns.length === 0 ? [] : [`only AWS knows ${standIns.join(', ')}: names were made up for them`],
  );
  const sagemaker = new SageMakerTasks({
    models,
    files,
    server: ports.server,
    signal,
    arn: stack.names.arn('sagemaker', ''),
    startedAt: Date.parse(BEGINS),
    substituted: (what) => substitutions.add(what),
  });
  const lambda = new LambdaTasks({
    stack,
    stacks: assembly.stacks,
    permissions: permissionsOf(idOf(machine.resource, stack), 'RoleArn', assembly.stacks),
    invoker: ports.invoker ?? new ProcessInvoker(),
    signal,
  });
  const tasks = new TaskRunners([...(ports.tasks?.(assembly) ?? []), sagemaker, lambda]);
  const execution = new Execution(tasks, {
    context: contextOf(machine, name, input),
    random: seededRandom(SEED),
    startedAt: Date.parse(BEGINS),
    signal,
  });
  const {
    status,
    visits,
    seconds,
    error,
    cause,
    reason,
    output: result,
  } = await playing(execution, definition, input, { signal, stop: () => lambda.stop() });
  const { runs } = lambda;
  const remarks = await lambda.remarks();
  const { jobs, withoutEffect } = sagemaker;
  // A Fail state needs to name neither.
  const said = reason ?? (cause === '' ? undefined : cause);
  return {
    formatVersion: 1,
    engine: assembly.engine,
    machine: path,
    verdict: status,
    ...(error === undefined || error === '' ? {} : { error }),
    ...(said === undefined ? {} : { reason: said }),
    ...(status === 'succeeded' ? { output: JSON.stringify(result) } : {}),
    duration: seconds,
    states: visits,
    jobs,
    functions: runs,
    records: recordsOf(jobs),
    findings: machineFindings(machine, models.names),
    notPlayed: tasks.leftOut(definition),
    substitutions: [...substitutions, ...remarks.substitutions],
    notes: [...notesOf(machine, jobs), ...withoutEffect, ...remarks.notes],
    seconds: Math.round(performance.now() - began) / 1000,
  };
}

/** Plays it, and ends its processes when it is over or interrupted. */
async function playing(
  execution: Execution,
  definition: Machine['definition'],
  input: unknown,
  { signal, stop }: { readonly signal?: AbortSignal; readonly stop: () => Promise<void> },
) {
  const abort = (): void => void stop();
  signal?.addEventListener('abort', abort);
  try {
    return await execution.play(definition, input);
  } catch (error) {
    if (signal?.aborted) throw interrupted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    await stop();
  }
}

function recordsOf(jobs: BatchResult['jobs']): BatchResult['records'] {
  const files = jobs.flatMap((job) => job.files);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const all = sum(files.map(({ records }) => records));
  const failed = sum(files.map((file) => file.failed));
  return { in: all, out: all - failed, failed };
}

function notesOf({ definition }: Machine, jobs: BatchResult['jobs']): string[] {
  const states = allStates(definition).map(([, state]) => state);
  const jitters = states.some(({ Retry }) => JSON.stringify(Retry ?? []).includes('"FULL"'));
  return [
    ...(jobs.length === 0
      ? []
      : [
          `${STARTING_MINUTES.cpu} minutes (${STARTING_MINUTES.cuda} with a GPU) were assumed until the instances of a job have started`,
        ]),
    ...(states.some(({ Type }) => Type === 'Parallel' || Type === 'Map')
      ? [
          'branches and items were played one after the other: what AWS stops when another one fails, was played to its end',
        ]
      : []),
    ...(jitters ? ['JitterStrategy FULL: retries waited for the whole interval'] : []),
  ];
}
