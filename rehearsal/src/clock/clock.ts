/** What comes first of all that happens in one virtual minute. */
export enum Turn {
  /** Alarms look back on the minutes before. */
  EVALUATE,
  /** The control plane decides on what they saw, and shifts traffic. */
  CONTROL,
  /** What runs by the clock. */
  SCHEDULES,
  /** The requests of the minute that begins. */
  TRAFFIC,
}

/** Port: virtual time, in minutes since the deployment began. What is rehearsed never sees it. */
export interface Clock {
  readonly now: number;
  /** Lets `action` happen at a minute that has not passed. */
  at(minute: number, turn: Turn, action: () => void | Promise<void>): void;
  /** Plays all that is due, in order, until nothing is left or the clock is stopped. */
  run(): Promise<void>;
  stop(): void;
}
