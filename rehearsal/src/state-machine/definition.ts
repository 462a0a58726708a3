/** A state as it is written in the Amazon States Language. */
export interface State {
  readonly Type: string;
  readonly InputPath?: unknown;
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
  readonly ResultPath?: unknown;
  readonly OutputPath?: unknown;
  readonly [field: string]: unknown;
}

/** States that belong together: a machine, a branch of a Parallel state, or what a Map state does with an item. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state machine as it is written. */
export interface Definition extends States {
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
}

/** What a Map or Parallel state has inside. */
export function insideOf(state: State): States[] {
  const { Type, Branches, ItemProcessor, Iterator } = state;
  if (Type === 'Parallel') return (Branches ?? []) as States[];
  return Type === 'Map' ? ([ItemProcessor ?? Iterator ?? []].flat() as States[]) : [];
}

/** Every state with its name, those inside of others too. */
export function allStates({ States: states }: States): [name: string, state: State][] {
  return Object.entries(states).flatMap(([name, state]): [string, State][] => [
    [name, state],
    ...insideOf(state).flatMap(allStates),
  ]);
}

/** The states that may come after one. */
export function nextOf(state: State): string[] {
  const { Next, Default, Choices, Catch } = state;
  const inner = [...((Choices ?? []) as { Next?: string }[]), ...((Catch ?? []) as Catcher[])].map((one) => one.Next);
  return [Next, Default, ...inner].filter((name): name is string => typeof name === 'string');
}
