import { CannotEvaluate } from './cannot-evaluate';
import type { Series, Value } from './value';
import { finite, series } from './value';

/**
 * IF(condition, then[, otherwise]): anything but 0 is true. A point that the condition lacks is dropped; one that `then`
 * lacks is 0; one that `otherwise` lacks is dropped.
 */
export function conditional([condition, then, otherwise]: readonly Value[], length: number): Value {
  if (condition.type === 'scalar') {
    return condition.value !== 0 ? then : (otherwise ?? series(new Array<undefined>(length).fill(undefined)));
  }
  if (condition.type === 'array') throw new CannotEvaluate('IF with an array of time series as condition');
  const yes = spread(then, length).map((point) => point ?? 0);
  const no = otherwise === undefined ? [] : spread(otherwise, length);
  return series(
    condition.points.map((point, i) => {
      if (point === undefined) return undefined;
      return point !== 0 ? yes[i] : no[i];
    }),
  );
}

function spread(value: Value, length: number): Series {
  if (value.type === 'array') throw new CannotEvaluate('IF with an array of time series as result');
  return value.type === 'series' ? value.points : new Array<number | undefined>(length).fill(finite(value.value));
}
