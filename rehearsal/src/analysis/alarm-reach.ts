import { InferenceError } from '@inference-constructs/core/out/errors';
import { METRIC_LAG_SECONDS } from '@inference-constructs/core/out/monitoring/alarm';
import { metricsOf } from '@inference-constructs/core/out/rules/release';
import type { DeclaredAlarm } from '../alarms/alarm-evaluator';
import { CloudWatchAlarms } from '../alarms/cloudwatch-alarms';
import type { MetricStore } from '../metrics/metric-store';
import type { AlarmReach, Sees, Timeline } from './analysis-types';

/** When an alarm can ring in a deployment; `others` are what a composite alarm may consist of. */
export function alarmReach(alarm: DeclaredAlarm, others: readonly DeclaredAlarm[], timeline: Timeline): AlarmReach {
  const { shiftsAt, decidedAt, phases } = timeline;
  const windowSeconds = windowOf(alarm);
  const whole = windowSeconds === undefined ? undefined : shiftsAt + (windowSeconds + METRIC_LAG_SECONDS) / 60;
  const earliest = firstRing(alarm, others, shiftsAt, decidedAt);
  const sees = (until: number): Sees => {
    if (whole !== undefined && whole <= until) return 'whole window';
    return typeof earliest === 'number' && earliest <= until ? 'part of its window' : 'nothing';
  };
  return {
    alarm: alarm.path,
    ...(windowSeconds === undefined ? {} : { windowSeconds }),
    ...(typeof earliest === 'number' ? { earliestMinute: earliest } : {}),
    ...(whole === undefined ? {} : { wholeWindowMinute: whole }),
    bakes: phases
      .filter(({ kind }) => kind === 'bake')
      .map(({ percent, to }) => ({ percent, until: to, sees: sees(to) })),
    ...(typeof earliest === 'string' ? { unknown: earliest } : {}),
  };
}

/** Whether it rings before the new release has answered anything. */
export function ringsWithoutData(alarm: DeclaredAlarm): boolean {
  return alarm.properties.TreatMissingData === 'breaching';
}

function windowOf({ path, properties }: DeclaredAlarm): number | undefined {
  const periods = metricsOf({ id: path, path, type: '', properties }).map(({ periodSeconds }) => Number(periodSeconds));
  const seconds = Math.max(...periods) * Number(properties.EvaluationPeriods);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** By the rules that the rehearsal evaluates alarms with, on datapoints that all breach; a text says why it is not known. */
function firstRing(
  alarm: DeclaredAlarm,
  others: readonly DeclaredAlarm[],
  from: number,
  until: number,
): number | string | undefined {
  try {
    const isComposite = alarm.properties.AlarmRule !== undefined;
    const alarms = isComposite ? [alarm, ...others.filter(({ name }) => name !== alarm.name)] : [alarm];
    const evaluator = new CloudWatchAlarms(alarms.map(breaching), breachesFrom(Math.ceil(from)));
    for (let minute = 0; minute <= until; minute++) {
      const [status] = evaluator.evaluate(minute);
      if (status.possible.includes('ALARM') && minute >= from) return minute;
    }
    return undefined;
  } catch (error) {
    if (error instanceof InferenceError) return error.message;
    throw error;
  }
}

/** The same windows and rules over one metric that is always above its threshold. */
function breaching(alarm: DeclaredAlarm): DeclaredAlarm {
  const { properties } = alarm;
  if (properties.AlarmRule !== undefined) return alarm;
  const { Metrics: _, ExtendedStatistic: __, EvaluateLowSampleCountPercentile: ___, ...kept } = properties;
  const [metric] = metricsOf({ id: alarm.path, path: alarm.path, type: '', properties });
  return {
    ...alarm,
    properties: {
      ...kept,
      Namespace: 'analysis',
      MetricName: 'breaching',
      Dimensions: [],
      Statistic: 'Maximum',
      Period: metric?.periodSeconds,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    },
  };
}

function breachesFrom(first: number): MetricStore {
  return {
    put: () => undefined,
    has: () => true,
    samples: (_, from, to) => (to > Math.max(from, first) ? [{ value: 1, weight: 1 }] : []),
  };
}
