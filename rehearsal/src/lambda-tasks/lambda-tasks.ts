import type { CalledFunction } from '../assembly/called-function';
import { calledFunction } from '../assembly/called-function';
import type { StackContents } from '../assembly/stack-contents';
import { interrupted } from '../interrupted';
import type { Invoker } from '../invoker/invoker';
import type { AwsCall } from '../room/aws-call';
import { callText } from '../room/call-text';
import type { MayDo } from '../room/caller';
import type { RoomInvocation } from '../room/function-room';
import type { State } from '../state-machine/definition';
import { NotPlayedError, StateError } from '../state-machine/state-error';
import type { TaskCall, TaskResult, TaskRunner } from '../state-machine/task-runner';
import { CalledFunctions } from './called-functions';
import { functionError, invocationDenied, whyOnlyHere } from './function-error';
import type { FunctionRun } from './function-run';
import type { LambdaCall } from './lambda-call';
import { isLambda, isLambdaInvoke, lambdaOutput, readLambdaCall, refusedParameter } from './lambda-call';

export interface LambdaTasksOptions {
  /** The stack of the state machine. */
  readonly stack: StackContents;
  readonly stacks: readonly StackContents[];
  /** What the role of the state machine may do. */
  readonly permissions: MayDo;
  readonly invoker: Invoker;
  readonly signal?: AbortSignal;
}

const ACTION = 'lambda:InvokeFunction';

/** Plays the tasks that call functions of the template, each in a process that reaches nothing but stand-ins. */
export class LambdaTasks implements TaskRunner {
  /** Every invocation by a state. */
  readonly runs: FunctionRun[] = [];
  private readonly functions: CalledFunctions;
  private readonly notes = new Set<string>();

  constructor(private readonly options: LambdaTasksOptions) {
    this.functions = new CalledFunctions(options.stack, options.stacks, options.invoker);
  }

  plays(resource: string): boolean {
    return isLambda(resource);
  }

  whyNot({ Resource, Parameters }: State): string | undefined {
    const given = (Parameters ?? {}) as Readonly<Record<string, unknown>>;
    const isInvoke = isLambdaInvoke(String(Resource));
    const refused = isInvoke ? refusedParameter(given) : undefined;
    const name = isInvoke ? given.FunctionName : Resource;
    if (refused !== undefined || typeof name !== 'string') return refused;
    const called = this.find(name, typeof given.Qualifier === 'string' ? given.Qualifier : undefined);
    return typeof called === 'string' ? called : undefined;
  }

  async run({ state, resource, parameters, at, timeoutSeconds }: TaskCall): Promise<TaskResult> {
    const notPlayed = (why: string): NotPlayedError => new NotPlayedError(`state ${state}: ${why}`);
    const call = readLambdaCall(resource, parameters);
    if (typeof call === 'string') throw notPlayed(call);
    const called = this.find(call.functionName, call.qualifier);
    if (typeof called === 'string') throw notPlayed(called);
    this.checkRole(called);
    const { path, version } = called.function;
    version.unresolved.forEach((variable) => this.notes.add(`${path}: environment variable ${variable}`));

    const { invocation, calls, unanswered } = await this.invoke(called, call, timeoutSeconds);
    const { error, answer, durationMilliseconds, initMilliseconds = 0 } = invocation;
    const milliseconds = initMilliseconds + durationMilliseconds;
    this.runs.push({
      state,
      function: path,
      version: version.number,
      at,
      milliseconds: Math.round(milliseconds),
      ...(error === undefined ? {} : { failure: `${error.type}: ${error.message}` }),
      calls,
    });
    if (error !== undefined && unanswered.length > 0) {
      throw notPlayed(`${path} failed (${error.type}) after it had asked for ${asked(unanswered)}`);
    }
    const onlyHere = error && whyOnlyHere(error);
    if (onlyHere !== undefined) throw notPlayed(`${path}: ${onlyHere}`);
    unanswered.forEach((one) => this.notes.add(`${path} went on without ${callText(one)}`));
    if (timeoutSeconds !== undefined && milliseconds >= timeoutSeconds * 1000) {
      throw new StateError('States.Timeout', `the task took more than ${timeoutSeconds} s`, timeoutSeconds);
    }
    const seconds = Math.round(milliseconds / 1000);
    if (error !== undefined) throw functionError(error, seconds);
    return { output: lambdaOutput(call, answer, version.number), seconds };
  }

  /** In what the functions were not what AWS would run, and what was left open. */
  async remarks(): Promise<{ readonly substitutions: readonly string[]; readonly notes: readonly string[] }> {
    const { substitutions, doubts } = await this.functions.remarks();
    return { substitutions, notes: [...this.notes, ...doubts] };
  }

  stop(): Promise<void> {
    return this.functions.stop();
  }

  private find(name: string, qualifier?: string): CalledFunction | string {
    return calledFunction(this.options.stack, this.options.stacks, name, qualifier);
  }

  private checkRole({ arn }: CalledFunction): void {
    const { decision, role } = this.options.permissions(ACTION, arn);
    if (decision === 'denied') throw invocationDenied(role, arn);
    if (decision === 'allowed') return;
    const who = role === undefined ? 'the role of the state machine, which is not in the template,' : `role ${role}`;
    this.notes.add(`whether ${who} has ${ACTION} is open: it was allowed`);
  }

  private async invoke(
    { function: fn }: CalledFunction,
    { event, clientContext }: LambdaCall,
    timeoutSeconds: number | undefined,
  ): Promise<RoomInvocation> {
    const result = await this.functions.invoke(fn, event, clientContext, timeoutSeconds);
    if (this.options.signal?.aborted) throw interrupted();
    return result;
  }
}

function asked(calls: readonly AwsCall[]): string {
  return calls.map(callText).join(', ');
}
