import type { Catcher, Retrier, State } from './definition';
import type { StateError } from './state-error';

/** Neither retriers nor catchers of all errors see these. */
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];
const DEFAULTS = { interval: 1, attempts: 3, rate: 2 } as const;

/** The retries of one state while it is entered once: each retrier counts its own. */
export class Retries {
  private readonly counts: number[];
  private readonly retriers: readonly Retrier[];

  constructor({ Retry }: State) {
    this.retriers = (Retry ?? []) as Retrier[];
    this.counts = this.retriers.map(() => 0);
  }

  /** After how many seconds the state is tried again; undefined where it is not. */
  delayAfter({ error }: StateError): number | undefined {
    const index = this.retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
    if (index < 0) return undefined;
    const { IntervalSeconds = DEFAULTS.interval, MaxAttempts = DEFAULTS.attempts } = this.retriers[index];
    const { BackoffRate = DEFAULTS.rate, MaxDelaySeconds = Infinity } = this.retriers[index];
    const tried = this.counts[index]++;
    return tried >= MaxAttempts ? undefined : Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** tried);
  }
}

/** The catcher that takes an error. */
export function catcherOf({ Catch }: State, { error }: StateError): Catcher | undefined {
  return ((Catch ?? []) as Catcher[]).find(({ ErrorEquals }) => matches(ErrorEquals, error));
}

function matches(names: readonly string[], error: string): boolean {
  if (names.includes(error)) return true;
  if (TERMINAL.includes(error)) return false;
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && error !== 'States.Timeout');
}
