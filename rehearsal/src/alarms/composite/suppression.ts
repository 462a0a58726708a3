import type { AlarmState, AlarmStatus } from '../alarm-evaluator';

export interface SuppressionPeriods {
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
}

type By = NonNullable<AlarmStatus['actionsSuppressedBy']>;

/**
 * When a composite alarm with a suppressor acts on its state. A change waits for the suppressor; the suppressor holds it
 * back for as long as it is in ALARM, and a while after; a further change begins anew.
 */
export class Suppression {
  private state: AlarmState;
  private isSuppressing = false;
  /** A change that has not been acted on. */
  private isPending = false;
  private timer: { readonly by: 'WaitPeriod' | 'ExtensionPeriod'; readonly ends: number } | undefined;

  constructor(
    private readonly periods: SuppressionPeriods,
    initial: AlarmState = 'OK',
  ) {
    this.state = initial;
  }

  /** Looks at both alarms at a time that has not passed; gives the state to act on, if it is time to. */
  at(seconds: number, composite: AlarmState, suppressor: AlarmState): AlarmState | undefined {
    const wasSuppressing = this.isSuppressing;
    this.isSuppressing = suppressor === 'ALARM';
    const hasChanged = composite !== this.state;
    this.state = composite;
    this.isPending ||= hasChanged;

    if (this.isSuppressing) this.timer = undefined;
    else if (hasChanged) this.timer = { by: 'WaitPeriod', ends: seconds + this.periods.waitSeconds };
    else if (wasSuppressing) this.timer = { by: 'ExtensionPeriod', ends: seconds + this.periods.extensionSeconds };

    if (this.timer === undefined || seconds < this.timer.ends) return undefined;
    this.timer = undefined;
    const acts = this.isPending;
    this.isPending = false;
    return acts ? composite : undefined;
  }

  /** What holds back an action, if anything does. */
  get suppressedBy(): By | undefined {
    if (!this.isPending) return undefined;
    return this.isSuppressing ? 'Alarm' : this.timer?.by;
  }
}
