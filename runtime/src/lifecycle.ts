import { log } from './log';

const ORDER = ['loading', 'warming', 'ready', 'draining', 'stopped'] as const;

export type State = (typeof ORDER)[number];

/** Where the server is between its first and its last moment; it only ever moves forward. */
export class Lifecycle {
  private current: State = 'loading';
  private wasReady = false;

  get state(): State {
    return this.current;
  }

  /** Whether a new client should be sent here. */
  get isReady(): boolean {
    return this.current === 'ready';
  }

  /** Whether it ever was ready; true until the end. */
  get hasStarted(): boolean {
    return this.wasReady;
  }

  /** Whether a request that came is answered: while draining, those that are already on the way still are. */
  get answers(): boolean {
    return this.current === 'ready' || this.current === 'draining';
  }

  /** False where that moment has passed, for example `ready` after a stop was asked for. */
  advance(to: State): boolean {
    if (ORDER.indexOf(to) <= ORDER.indexOf(this.current)) {
      return false;
    }
    this.current = to;
    this.wasReady ||= to === 'ready';
    log('info', to);
    return true;
  }
}
