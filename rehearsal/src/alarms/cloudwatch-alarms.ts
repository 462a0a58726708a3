import type { MetricStore } from '../metrics/metric-store';
import { evaluable, readAlarm } from './alarm-definition';
import type { AlarmEvaluator, AlarmStatus, DeclaredAlarm, Evaluation, UnpublishedMetric } from './alarm-evaluator';
import { CompositeAlarm, isComposite } from './composite/composite-alarm';
import { inOrder } from './composite/evaluation-order';
import { SlidingAlarm } from './sliding-alarm';
import { WallClockAlarm } from './wall-clock-alarm';
import type { WindowedAlarm } from './windowed-alarm';
import { NEW_ALARM } from './windowed-alarm';

/** Evaluates alarms as CloudWatch's guide describes it, once a virtual minute. Alarms are new when the clock begins. */
export class CloudWatchAlarms implements AlarmEvaluator {
  readonly longestWindow: number;
  private readonly windowed: readonly WindowedAlarm[];
  private readonly composites: readonly CompositeAlarm[];

  /** Throws an InferenceError for an alarm that cannot be evaluated. */
  constructor(
    private readonly alarms: readonly DeclaredAlarm[],
    private readonly store: MetricStore,
  ) {
    this.windowed = alarms
      .filter((alarm) => !isComposite(alarm))
      .map(readAlarm)
      .map((read) => (read.isWallClock ? new WallClockAlarm(read, store) : new SlidingAlarm(read, store)));
    this.composites = inOrder(
      alarms.filter(isComposite).map((alarm) => evaluable(alarm, () => new CompositeAlarm(alarm))),
      this.windowed.map(({ definition }) => definition.declared.name),
    );
    this.longestWindow = Math.max(
      0,
      ...this.windowed.map(({ definition: { queries, window } }) => queries.periodMinutes * window.evaluationPeriods),
    );
  }

  evaluate(minute: number): AlarmStatus[] {
    const byName = new Map<string, AlarmStatus>();
    for (const alarm of this.windowed) {
      const { declared, threshold } = alarm.definition;
      byName.set(declared.name, { alarm: declared, ...evaluateWindowed(alarm, minute), threshold });
    }
    for (const composite of this.composites) {
      const status = composite.evaluate(minute, (name) => byName.get(name) as AlarmStatus);
      byName.set(composite.declared.name, status);
    }
    return this.alarms.map(({ name }) => byName.get(name) as AlarmStatus);
  }

  unpublished(): UnpublishedMetric[] {
    return this.windowed.flatMap(({ definition: { declared, queries } }) =>
      [...queries.metrics.values()]
        .filter(({ metric }) => !this.store.has(metric))
        .map(({ metric }) => ({ alarm: declared, metric })),
    );
  }
}

/** While an alarm warms up, whatever it sees. */
function evaluateWindowed(alarm: WindowedAlarm, minute: number): Evaluation {
  const { declared, warmUp } = alarm.definition;
  const evaluated = evaluable(declared, () => alarm.evaluate(minute));
  const isWarm = warmUp === undefined || minute >= warmUp.minutes || (!warmUp.isFixed && alarm.wasFull);
  return isWarm ? evaluated : { ...NEW_ALARM, value: evaluated.value };
}
