import type { Data } from './data';
import type { Definition, State, States } from './definition';
import { catcherOf, Retries } from './retry';
import { NotPlayedError, StateError } from './state-error';
import type { Outcome } from './play-state';
import { playState } from './play-state';
import { afterState } from './state-data';
import type { TaskRunner } from './task-runner';

/** A state that was entered. Times are virtual seconds since the execution began. */
export interface StateVisit {
  readonly state: string;
  readonly type: string;
  /** Branch or item of the Parallel or Map state it lies in, as `Each[2]`. */
  readonly inside?: string;
  readonly from: number;
  readonly to: number;
  readonly retries: number;
  /** What it failed with; where another state comes next, that was caught. */
  readonly error?: string;
  readonly next?: string;
}

/** How an execution ended. */
export interface ExecutionResult {
  readonly status: 'succeeded' | 'failed' | 'undetermined';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** Why it is not known how it would go on. */
  readonly reason?: string;
  /** Virtual. */
  readonly seconds: number;
  readonly visits: readonly StateVisit[];
}

export interface ExecutionOptions {
  /** Of the context object, what every state sees. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly random: () => number;
  /** When the execution begins, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly signal?: AbortSignal;
}

/** What Step Functions allows: an execution ends when its history has so many events. */
const MOST_EVENTS = 25_000;
const EVENTS = { Task: 5, other: 2 } as const;
const MOST_BYTES = 262_144;

interface Place {
  readonly at: number;
  readonly inside?: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The time of the whole execution is over, which nothing catches. */
class ExecutionTimeout extends Error {}

/** Plays one execution of a state machine in virtual time; only its tasks take real time. */
export class Execution {
  readonly visits: StateVisit[] = [];
  private events = 0;
  private latest = 0;
  private most = Infinity;

  constructor(
    private readonly tasks: TaskRunner,
    private readonly options: ExecutionOptions,
  ) {}

  async play(definition: Definition, input: unknown): Promise<ExecutionResult> {
    const { visits } = this;
    this.most = definition.TimeoutSeconds ?? Infinity;
    try {
      const { output, at } = await this.playStates(definition, input, { at: 0, context: this.options.context });
      this.checkTime(at);
      return { status: 'succeeded', output, seconds: at, visits };
    } catch (error) {
      if (error instanceof NotPlayedError) {
        return { status: 'undetermined', reason: error.reason, seconds: this.latest, visits };
      }
      if (error instanceof ExecutionTimeout || (error instanceof StateError && error.seconds > this.most)) {
        const cause = `the execution took more than ${this.most} s`;
        return { status: 'failed', error: 'States.Timeout', cause, seconds: this.most, visits };
      }
      if (!(error instanceof StateError)) throw error;
      return { status: 'failed', error: error.error, cause: error.cause, seconds: error.seconds, visits };
    }
  }

  /** Plays states from the first to one that ends them. An error is of the seconds since the execution began. */
  readonly playStates = async (
    states: States,
    input: unknown,
    place: Place,
  ): Promise<{ output: unknown; at: number }> => {
    let name = states.StartAt;
    let data = input;
    let at = place.at;
    for (;;) {
      this.options.signal?.throwIfAborted();
      this.checkTime(at);
      const left = await this.playOne(name, states.States[name], data, { ...place, at });
      if (left.next === undefined) return { output: left.output, at: left.at };
      name = left.next;
      data = left.output;
      at = left.at;
    }
  };

  private async playOne(name: string, state: State, input: unknown, { at, inside, context }: Place) {
    const retries = new Retries(state);
    const entered = { state: name, type: state.Type, ...(inside === undefined ? {} : { inside }), from: at };
    let now = at;
    for (let retried = 0; ; retried++) {
      this.count(state);
      const data: Data = { input, context: this.contextOf(name, now, retried, context), random: this.options.random };
      try {
        const outcome = await this.attempt(name, state, data, now, { inside, context });
        this.leave({ ...entered, to: now + outcome.seconds, retries: retried, ...nextOf(outcome.next) });
        return { output: outcome.output, next: outcome.next, at: now + outcome.seconds };
      } catch (error) {
        if (error instanceof NotPlayedError) this.leave({ ...entered, to: now, retries: retried });
        if (!(error instanceof StateError)) throw error;
        now += error.seconds;
        const delay = retries.delayAfter(error);
        if (delay !== undefined) {
          now += delay;
          continue;
        }
        const catcher = catcherOf(state, error);
        this.leave({ ...entered, to: now, retries: retried, error: error.error, ...nextOf(catcher?.Next) });
        if (catcher === undefined) throw new StateError(error.error, error.cause, now);
        return { output: caught(error, catcher.ResultPath, data, now), next: catcher.Next, at: now };
      }
    }
  }

  private async attempt(
    name: string,
    state: State,
    data: Data,
    at: number,
    place: Omit<Place, 'at'>,
  ): Promise<Outcome> {
    const outcome = await playState(name, state, data, {
      at,
      now: this.options.startedAt + at * 1000,
      tasks: this.tasks,
      playStates: (states, input, began, inside, more) => {
        const context = { ...place.context, ...more };
        const within = place.inside === undefined ? inside : `${place.inside}/${inside}`;
        return this.playStates(states, input, { at: began, inside: within, context });
      },
    });
    if (Buffer.byteLength(JSON.stringify(outcome.output) ?? '') > MOST_BYTES) {
      throw new StateError('States.DataLimitExceeded', `the output has more than ${MOST_BYTES} bytes`, outcome.seconds);
    }
    return outcome;
  }

  private contextOf(name: string, at: number, retried: number, context: Place['context']): unknown {
    const entered = new Date(this.options.startedAt + at * 1000).toISOString();
    return { ...context, State: { Name: name, EnteredTime: entered, RetryCount: retried } };
  }

  private count({ Type }: State): void {
    this.events += Type === 'Task' ? EVENTS.Task : EVENTS.other;
    if (this.events > MOST_EVENTS) {
      throw new StateError(
        'States.Runtime',
        `the execution has more than ${MOST_EVENTS} events: it does not end`,
        this.latest,
      );
    }
  }

  private checkTime(at: number): void {
    if (at > this.most) throw new ExecutionTimeout();
  }

  private leave(visit: StateVisit): void {
    this.latest = Math.max(this.latest, visit.to);
    this.visits.push(visit);
  }
}

/** What a catcher hands on. */
function caught({ error: Error, cause: Cause }: StateError, ResultPath: unknown, data: Data, now: number): unknown {
  try {
    return afterState({ ResultPath }, { Error, Cause }, data);
  } catch (failure) {
    throw failure instanceof StateError ? new StateError(failure.error, failure.cause, now) : failure;
  }
}

function nextOf(next: string | undefined): { next?: string } {
  return next === undefined ? {} : { next };
}
