import type { Data } from './data';
import { evaluateText, fillTemplate, valueAt } from './data';
import { holds } from './choice';
import type { State, States } from './definition';
import { insideOf } from './definition';
import { afterState, effectiveInput, parametersOf } from './state-data';
import { StateError } from './state-error';
import type { TaskRunner } from './task-runner';

/** How a state was left. */
export interface Outcome {
  readonly output: unknown;
  /** Virtual. */
  readonly seconds: number;
  /** Undefined where it is the last. */
  readonly next?: string;
}

/** What surrounds a state. */
export interface Surroundings {
  /** Virtual seconds since the execution began. */
  readonly at: number;
  /** The same, in milliseconds since 1970. */
  readonly now: number;
  readonly tasks: TaskRunner;
  playStates(
    states: States,
    input: unknown,
    at: number,
    inside: string,
    context?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly output: unknown; readonly at: number }>;
}

/** Plays a state once: retriers and catchers are not its own. */
export async function playState(name: string, state: State, data: Data, around: Surroundings): Promise<Outcome> {
  const { Type, OutputPath, Next } = state;
  const inner = effectiveInput(state, data);
  const goOn = (output: unknown, seconds = 0): Outcome => ({ output, seconds, next: Next as string | undefined });
  switch (Type) {
    case 'Pass':
      return goOn(afterState(state, state.Result ?? parametersOf(state, inner), data));
    case 'Wait':
      return goOn(afterState({ OutputPath, ResultPath: null }, undefined, inner), waitOf(state, inner, around.now));
    case 'Succeed':
      return { output: afterState({ OutputPath, ResultPath: null }, undefined, inner), seconds: 0 };
    case 'Fail':
      throw new StateError(textOf(state, 'Error', data), textOf(state, 'Cause', data));
    case 'Choice':
      return {
        output: afterState({ OutputPath, ResultPath: null }, undefined, inner),
        seconds: 0,
        next: choose(state, inner),
      };
    case 'Task': {
      const { output, seconds } = await runTask(name, state, inner, around);
      return goOn(afterState(state, output, data), seconds);
    }
    case 'Parallel': {
      const { output, seconds } = await branches(name, state, parametersOf(state, inner), around);
      return goOn(afterState(state, output, data), seconds);
    }
    default: {
      const { output, seconds } = await items(name, state, inner, around);
      return goOn(afterState(state, output, data), seconds);
    }
  }
}

async function runTask(state: string, definition: State, data: Data, { at, tasks }: Surroundings) {
  const { Resource, TimeoutSeconds, TimeoutSecondsPath } = definition;
  const most =
    TimeoutSecondsPath === undefined ? (TimeoutSeconds ?? Infinity) : valueAt(String(TimeoutSecondsPath), data);
  const limit = Number(most);
  const late = (): StateError => new StateError('States.Timeout', `the task took more than ${limit} s`, limit);
  try {
    const result = await tasks.run({
      state,
      resource: String(Resource),
      parameters: parametersOf(definition, data),
      at,
      ...(limit === Infinity ? {} : { timeoutSeconds: limit }),
    });
    if (result.seconds > limit) throw late();
    return result;
  } catch (error) {
    throw error instanceof StateError && error.seconds > limit ? late() : error;
  }
}

/** Branches are played one after the other; in virtual time they begin together. */
async function branches(name: string, state: State, input: unknown, around: Surroundings) {
  const plays = insideOf(state).map((branch, i) => () => around.playStates(branch, input, around.at, `${name}[${i}]`));
  return together(plays, around.at);
}

/** Items are played one after the other; in virtual time as many at once as `MaxConcurrency` lets. */
async function items(name: string, state: State, data: Data, around: Surroundings) {
  const { ItemsPath = '$', ItemSelector = state.Parameters, MaxConcurrency } = state;
  const values = valueAt(String(ItemsPath), data);
  if (!Array.isArray(values)) throw new StateError('States.Runtime', `${String(ItemsPath)} is no array`);
  const [processor] = insideOf(state);
  const atOnce = Number(MaxConcurrency ?? 0) || MOST_AT_ONCE;
  const free: number[] = Array.from({ length: Math.min(atOnce, Math.max(1, values.length)) }, () => around.at);
  const plays = values.map((Value: unknown, Index) => async () => {
    const context = { Map: { Item: { Index, Value } } };
    const inner = { ...data, context: { ...(data.context as object), ...context } };
    const input = ItemSelector === undefined ? Value : fillTemplate(ItemSelector, inner);
    const first = free.indexOf(Math.min(...free));
    const began = free[first];
    const played = await around.playStates(processor, input, began, `${name}[${Index}]`, context);
    free[first] = played.at;
    return played;
  });
  return together(plays, around.at);
}

/** Step Functions plays so many items of an inline Map state at once. */
const MOST_AT_ONCE = 40;

/** All outputs, after the longest; or the error that came first. */
async function together(plays: readonly (() => Promise<{ output: unknown; at: number }>)[], began: number) {
  const outputs: unknown[] = [];
  let end = began;
  let first: StateError | undefined;
  for (const play of plays) {
    try {
      const { output, at } = await play();
      outputs.push(output);
      end = Math.max(end, at);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      if (first === undefined || error.seconds < first.seconds) first = error;
    }
  }
  if (first !== undefined) throw new StateError(first.error, first.cause, first.seconds - began);
  return { output: outputs, seconds: end - began };
}

function choose({ Choices, Default }: State, data: Data): string {
  const rule = (Choices as Record<string, unknown>[]).find((one) => holds(one, data));
  const next = rule?.Next ?? Default;
  if (typeof next !== 'string')
    throw new StateError('States.NoChoiceMatched', 'no rule holds, and there is no Default');
  return next;
}

function waitOf({ Seconds, SecondsPath, Timestamp, TimestampPath }: State, data: Data, now: number): number {
  const seconds = SecondsPath === undefined ? Seconds : valueAt(String(SecondsPath), data);
  if (seconds !== undefined) {
    if (typeof seconds === 'number' && seconds >= 0) return seconds;
    throw new StateError('States.Runtime', 'Seconds is no number of seconds');
  }
  const until = Date.parse(String(TimestampPath === undefined ? Timestamp : valueAt(String(TimestampPath), data)));
  if (Number.isNaN(until)) throw new StateError('States.Runtime', 'Timestamp is no time');
  return Math.max(0, (until - now) / 1000);
}

function textOf(state: State, field: 'Error' | 'Cause', data: Data): string {
  const path = state[`${field}Path`];
  return String(path === undefined ? (state[field] ?? '') : evaluateText(String(path), data));
}
