import type { AlarmState } from '../alarms/alarm-evaluator';
import type { Window } from '../alarms/alarm-state';
import { alarmState, EXTRA_PERIODS, possibleStates } from '../alarms/alarm-state';
import type { PolicySeries } from './policy-series';

/** An alarm that calls a policy; evaluated once an interval. */
export class SimulatedAlarm {
  state: AlarmState = 'INSUFFICIENT_DATA';
  /** Whether AWS leaves open if it is in ALARM. */
  isOpen = false;
  /** How many datapoints in a row there are, and how many of them in a row breach; up to the newest. */
  private present = 0;
  private breaching = 0;

  constructor(
    private readonly window: Window,
    private readonly series: PolicySeries,
    private readonly breaches: (value: number) => boolean,
  ) {}

  /** Looks at what there is up to the end of an interval. */
  evaluate(end: number): AlarmState {
    return (this.state = this.stateOfRow(end) ?? this.stateOfRange(end));
  }

  /** A short way for most: all datapoints must breach, and none is missing. */
  private stateOfRow(end: number): AlarmState | undefined {
    const { evaluationPeriods, datapointsToAlarm } = this.window;
    const newest = this.series.newest(end);
    if (newest === undefined || datapointsToAlarm !== evaluationPeriods) return undefined;
    const { value } = newest;
    this.present = value === undefined ? 0 : this.present + 1;
    this.breaching = value !== undefined && this.breaches(value) ? this.breaching + 1 : 0;
    if (this.present < evaluationPeriods) return undefined;
    this.isOpen = false;
    return this.breaching >= evaluationPeriods ? 'ALARM' : 'OK';
  }

  private stateOfRange(end: number): AlarmState {
    const { window, breaches, state } = this;
    const { evaluationPeriods } = window;
    const breaching = this.series
      .points(evaluationPeriods + EXTRA_PERIODS.most, end)
      .map((point) => (point === undefined ? undefined : breaches(point)));
    const possible = possibleStates((range) => breaching.slice(-range), window, [state]);
    this.isOpen = possible.length > 1 && possible.includes('ALARM');
    return alarmState(breaching.slice(-evaluationPeriods - EXTRA_PERIODS.published), window, state);
  }
}
