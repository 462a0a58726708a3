import type { MetricStore } from '../metrics/metric-store';
import type { AlarmDefinition } from './alarm-definition';
import type { Evaluation } from './alarm-evaluator';
import { alarmState, EXTRA_PERIODS, possibleStates } from './alarm-state';
import { arrivedBefore, Datapoints } from './datapoints';
import { withFewSamples } from './low-samples';
import type { Series } from './math/value';
import { isFull, NEW_ALARM, type WindowedAlarm } from './windowed-alarm';

/** An alarm whose window ends now and moves on with every evaluation. */
export class SlidingAlarm implements WindowedAlarm {
  private last: Evaluation = NEW_ALARM;
  private full = false;

  constructor(
    readonly definition: AlarmDefinition,
    private readonly store: MetricStore,
  ) {}

  evaluate(minute: number): Evaluation {
    const { window, queries, fewestSamples } = this.definition;
    const { evaluationPeriods } = window;
    const longest = evaluationPeriods + EXTRA_PERIODS.most;
    const ends = Array.from({ length: longest }, (_, i) => minute - (longest - 1 - i) * queries.periodMinutes);
    const data = new Datapoints(queries, this.store, ends, arrivedBefore(minute));
    const points = data.watched(evaluationPeriods + EXTRA_PERIODS.published);
    this.full ||= isFull(points, evaluationPeriods);
    const evaluated = {
      state: alarmState(this.breaching(points), window, this.last.state),
      possible: possibleStates((length) => this.breaching(data.watched(length)), window, this.last.possible),
      value: points.at(-1),
    };
    // The newest that there are decide, however old they are.
    const counts = fewestSamples === undefined ? [] : data.sampleCounts(points.length).slice(-evaluationPeriods);
    this.last = withFewSamples(evaluated, this.last, counts, fewestSamples ?? 0);
    return this.last;
  }

  /** Whether there ever were enough datapoints to fill the window. */
  get wasFull(): boolean {
    return this.full;
  }

  private breaching(points: Series): (boolean | undefined)[] {
    return points.map((point) => (point === undefined ? undefined : this.definition.breaches(point)));
  }
}
