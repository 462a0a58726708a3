import type { MetricId } from '../metrics/metric-store';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as a template declares it, references resolved. */
export interface DeclaredAlarm {
  /** The name other resources know it by. */
  readonly name: string;
  /** Construct path, for people. */
  readonly path: string;
  /** CloudFormation's properties of AWS::CloudWatch::Alarm or of AWS::CloudWatch::CompositeAlarm. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What CloudWatch says of an alarm at one time. */
export interface Evaluation {
  /** The state by the reading of the guide that is most likely. */
  readonly state: AlarmState;
  /** Every state that AWS's documentation allows, `state` among them. More than one: AWS leaves it open. */
  readonly possible: readonly AlarmState[];
  /** The newest datapoint of what the alarm watches. */
  readonly value?: number;
}

export interface AlarmStatus extends Evaluation {
  readonly alarm: DeclaredAlarm;
  /** A composite alarm has none. */
  readonly threshold?: number;
  /** Why a composite alarm does not act on its state; AWS's words. */
  readonly actionsSuppressedBy?: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod';
}

/** A metric that an alarm reads and that nobody published. */
export interface UnpublishedMetric {
  readonly alarm: DeclaredAlarm;
  readonly metric: MetricId;
}

/** Port: what CloudWatch would say of the alarms. */
export interface AlarmEvaluator {
  /** Looks at what had arrived by a virtual minute. */
  evaluate(minute: number): AlarmStatus[];
  /** The longest time that an alarm looks back on, in minutes. */
  readonly longestWindow: number;
  unpublished(): UnpublishedMetric[];
}

/** In ALARM, whatever AWS leaves open. */
export function mustAlarm({ possible }: Evaluation): boolean {
  return possible.length === 1 && possible[0] === 'ALARM';
}

/** In ALARM or not, AWS does not say which. */
export function mayAlarm({ possible }: Evaluation): boolean {
  return possible.length > 1 && possible.includes('ALARM');
}
