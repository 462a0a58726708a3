import type { Series } from './value';
import { finite } from './value';

/** How each datapoint differs from the one before it that is not missing; the first has none. */
export function changes(points: Series, of: (difference: number, periods: number) => number): Series {
  let last: { readonly point: number; readonly place: number } | undefined;
  return points.map((point, place) => {
    if (point === undefined) return undefined;
    const before = last;
    last = { point, place };
    return before === undefined ? undefined : finite(of(point - before.point, place - before.place));
  });
}

export function runningSum(points: Series): Series {
  let total = 0;
  return points.map((point) => (total += point ?? 0));
}
