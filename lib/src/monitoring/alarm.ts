import type { PlannedResource } from '../plan/plan';

/** A metric as CloudWatch stores it. */
export interface MetricSpec {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** An alarm of a release: one expression over metrics of the new fleet or version, above a threshold. */
export interface ReleaseAlarmSpec {
  readonly id: string;
  readonly description: string;
  readonly expression: string;
  /** What the expression yields, for the console. */
  readonly label: string;
  readonly metrics: readonly MetricSpec[];
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly annotation?: Readonly<Record<string, unknown>>;
}

/** From the beginning of a minute until its datapoint can be evaluated: the minute itself, and one to arrive. */
export const METRIC_LAG_SECONDS = 120;

/** What an alarm sees of its window, which ends now: the last datapoint has not arrived. */
export function visibleSeconds(windowSeconds: number): number {
  return windowSeconds - (METRIC_LAG_SECONDS - 60);
}

/** CloudWatch: period times evaluation periods of at most one day. */
const MAX_PERIOD_SECONDS = 86_400;

/** The whole bake, less the time that a datapoint needs to arrive: one period, so that few requests still add up. */
export function bakePeriodSeconds(bakeMinutes: number): number {
  const seconds = Math.floor((bakeMinutes * 60 - METRIC_LAG_SECONDS) / 60) * 60;
  return Math.min(MAX_PERIOD_SECONDS, Math.max(60, seconds));
}

export function releaseAlarm(spec: ReleaseAlarmSpec): PlannedResource {
  return {
    id: spec.id,
    type: 'AWS::CloudWatch::Alarm',
    perRelease: true,
    annotation: spec.annotation,
    properties: {
      AlarmDescription: spec.description,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: spec.threshold,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Id: 'score', Expression: spec.expression, Label: spec.label, ReturnData: true },
        ...spec.metrics.map((metric) => ({
          Id: metric.id,
          ReturnData: false,
          MetricStat: {
            Metric: {
              Namespace: metric.namespace,
              MetricName: metric.name,
              Dimensions: Object.entries(metric.dimensions)
                .map(([Name, Value]) => ({ Name, Value }))
                .sort((a, b) => (a.Name < b.Name ? -1 : 1)),
            },
            Period: spec.periodSeconds,
            Stat: metric.statistic,
          },
        })),
      ],
    },
  };
}
