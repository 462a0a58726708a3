import type { MetricStore } from '../metrics/metric-store';
import type { AlarmDefinition } from './alarm-definition';
import type { Evaluation } from './alarm-evaluator';
import { wallClockState } from './alarm-state';
import { arrivedBefore, Datapoints } from './datapoints';
import { withFewSamples } from './low-samples';
import { isFull, NEW_ALARM, type WindowedAlarm } from './windowed-alarm';

/** A deployment may begin at any minute of a period; of long periods so many are looked at. */
const MOST_PHASES = 60;

/**
 * An alarm that evaluates periods aligned to the clock once each is over. When the deployment begins is not known, so the
 * possible states are those of every minute at which it may; a time zone moves the clock only, and is among them.
 */
export class WallClockAlarm implements WindowedAlarm {
  private readonly phases: readonly number[];
  private readonly last: Evaluation[];
  private full = false;

  constructor(
    readonly definition: AlarmDefinition,
    private readonly store: MetricStore,
  ) {
    const { periodMinutes } = definition.queries;
    const step = Math.ceil(periodMinutes / MOST_PHASES);
    this.phases = Array.from({ length: Math.ceil(periodMinutes / step) }, (_, i) => i * step);
    this.last = this.phases.map(() => NEW_ALARM);
  }

  evaluate(minute: number): Evaluation {
    this.phases.forEach((phase, i) => (this.last[i] = this.evaluatePhase(minute, phase, this.last[i])));
    return { ...this.last[0], possible: [...new Set(this.last.flatMap(({ possible }) => possible))] };
  }

  get wasFull(): boolean {
    return this.full;
  }

  private evaluatePhase(minute: number, phase: number, last: Evaluation): Evaluation {
    const { window, queries, breaches, fewestSamples } = this.definition;
    const { periodMinutes } = queries;
    const { evaluationPeriods } = window;
    const arrived = arrivedBefore(minute);
    const over = Math.floor((arrived - phase) / periodMinutes) * periodMinutes + phase;
    const ends = Array.from(
      { length: evaluationPeriods },
      (_, i) => over - (evaluationPeriods - 1 - i) * periodMinutes,
    );
    const data = new Datapoints(queries, this.store, ends, arrived);
    const points = data.watched(evaluationPeriods);
    this.full ||= isFull(points, evaluationPeriods);
    const breaching = points.map((point) => (point === undefined ? undefined : breaches(point)));
    const possible = last.possible.map((before) => wallClockState(breaching, window, before));
    const evaluated = {
      state: wallClockState(breaching, window, last.state),
      possible: [...new Set(possible)],
      value: points.at(-1),
    };
    const counts = fewestSamples === undefined ? [] : data.sampleCounts(evaluationPeriods);
    return withFewSamples(evaluated, last, counts, fewestSamples ?? 0);
  }
}
