import { readFileSync } from 'node:fs';
import { InferenceError } from '@inference-constructs/core/out/errors';
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
import { readMachine, STATE_MACHINE } from '../state-machine/read-machine';
import type { TaskRunner } from '../state-machine/task-runner';
import { seededRandom } from '../traffic/random';
import { BatchModels } from '../transform/batch-models';
import { LocalFiles, readInput } from '../transform/local-files';
import { SageMakerTasks } from '../transform/sagemaker-tasks';
import { pathOf } from '../assembly/construct-path';
import type { BatchResult } from './batch-result';
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

/** When every execution begins. */
const BEGINS = '2026-01-01T00:00:00.000Z';
const EXECUTION_NAME = '00000000-0000-4000-8000-000000000000';
const SEED = 1;
const NAME = /^[\w.+!@()='-]{1,80}$/;

/** Plays one execution of a state machine on local files. Throws an InferenceError where that is impossible. */
export async function playBatch(options: BatchOptions, ports: BatchPorts = {}): Promise<BatchResult> {
  const began = performance.now();
  const { to, output, executionName = EXECUTION_NAME, signal } = options;
  const files = new LocalFiles(options.input.map(readInput), output);
  const input = executionInput(options.executionInput);
  if (!NAME.test(executionName)) {
    throw new InferenceError(
      'OptionInvalid',
      `execution name (${executionName}): 1 to 80 letters, digits, hyphens and underscores. choose such a value`,
    );
  }
  const assembly = (ports.reader ?? new SynthesizedOutputReader()).read(to, '1');
  const machine = chosen(assembly, options.machine);
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
    context: contextOf(machine, executionName, input),
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
  const said = reason ?? cause;
  return {
    formatVersion: 1,
    engine: assembly.engine,
    machine: path,
    verdict: status,
    ...(error === undefined ? {} : { error }),
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

function chosen({ stacks, directory }: Assembly, wanted: string | undefined): Machine {
  const all = stacks.flatMap((stack) => stack.graph.ofType(STATE_MACHINE).map((resource) => ({ resource, stack })));
  const paths = all.map(({ resource }) => pathOf(resource));
  const found =
    wanted === undefined && all.length === 1 ? all[0] : all.find(({ resource }) => pathOf(resource) === wanted);
  if (found === undefined) {
    const what = wanted ?? directory;
    const limit = paths.length === 0 ? 'at least one state machine' : `one of ${paths.join(', ')}`;
    const remedy = paths.length === 0 ? 'give an assembly with one' : 'name one with --machine';
    throw new InferenceError(
      'StateMachineMissing',
      `${what} (${paths.length} state machines there): ${limit}. ${remedy}`,
    );
  }
  const machine = readMachine(found.resource, found.stack);
  if (typeof machine !== 'string') return machine;
  throw new InferenceError(
    'StateMachineNotPlayed',
    `${pathOf(found.resource)} (${machine}): must hold only what docs/rehearsal.md says is played. write it with that`,
  );
}

/** The context object, as far as an execution decides it. */
function contextOf({ stack: { names }, resource }: Machine, name: string, input: unknown): Record<string, unknown> {
  const machine = names.text(resource.properties.StateMachineName ?? `${names.stack.name}-${resource.id}`);
  return {
    Execution: {
      Id: names.arn('states', `execution:${machine}:${name}`),
      Name: name,
      Input: input,
      RoleArn: names.text(resource.properties.RoleArn ?? ''),
      StartTime: BEGINS,
    },
    StateMachine: { Id: names.arn('states', `stateMachine:${machine}`), Name: machine },
  };
}

function executionInput(file: string | undefined): unknown {
  if (file === undefined) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not JSON' : ((error as NodeJS.ErrnoException).code ?? 'unreadable');
    throw new InferenceError('ExecutionInputUnreadable', `${file} (${reason}): a JSON document. choose such a file`);
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
    ...(jobs.length === 0 ? [] : ['5 minutes (7 with a GPU) were assumed until the instances of a job have started']),
    ...(states.some(({ Type }) => Type === 'Parallel' || Type === 'Map')
      ? [
          'branches and items were played one after the other: what AWS stops when another one fails, was played to its end',
        ]
      : []),
    ...(jitters ? ['JitterStrategy FULL: retries waited for the whole interval'] : []),
  ];
}
