import type { MetricId } from '../metrics/metric-store';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as a template declares it, references resolved. */
export interface DeclaredAlarm {
  /** The name other resources know it by. */
  readonly name: string;
  /** Construct path, for people. */
  readonly path: string;
  /** CloudFormation's properties of AWS::CloudWatch::Alarm. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface AlarmStatus {
  readonly alarm: DeclaredAlarm;
  readonly state: AlarmState;
  /** The newest datapoint of what the alarm watches. */
  readonly value?: number;
  readonly threshold: number;
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
