import type { AlarmDefinition } from './alarm-definition';
import type { Evaluation } from './alarm-evaluator';
import type { Series } from './math/value';

/** An alarm on metrics and what it remembers from one evaluation to the next. */
export interface WindowedAlarm {
  readonly definition: AlarmDefinition;
  /** Whether there ever were enough datapoints to fill the window. */
  readonly wasFull: boolean;
  evaluate(minute: number): Evaluation;
}

export const NEW_ALARM: Evaluation = { state: 'INSUFFICIENT_DATA', possible: ['INSUFFICIENT_DATA'] };

export function isFull(points: Series, evaluationPeriods: number): boolean {
  return points.filter((point) => point !== undefined).length >= evaluationPeriods;
}
