import { CannotEvaluate } from './cannot-evaluate';

/** Datapoints of consecutive periods, oldest first; undefined where one is missing. */
export type Series = readonly (number | undefined)[];

/** What metric math computes with: a number (S), a time series (TS) or an array of them (TS[]). */
export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'series'; readonly points: Series }
  | { readonly type: 'array'; readonly items: readonly Series[] };

export function scalar(value: number): Value {
  return { type: 'scalar', value };
}

export function series(points: Series): Value {
  return { type: 'series', points };
}

/** CloudWatch drops a datapoint that a division by zero or the like leaves without a value. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Applies a function to every datapoint. */
export function mapPoints(value: Value, of: (point: number) => number): Value {
  const map = (points: Series): Series => points.map((point) => (point === undefined ? undefined : finite(of(point))));
  switch (value.type) {
    case 'scalar':
      return scalar(of(value.value));
    case 'series':
      return series(map(value.points));
    case 'array':
      return { type: 'array', items: value.items.map(map) };
  }
}

/** Applies an operator; between two series a point that only one of them has counts as 0 in the other. */
export function combine(left: Value, right: Value, of: (a: number, b: number) => number): Value {
  if (left.type === 'array' || right.type === 'array') {
    if (left.type === 'array' && right.type === 'array') {
      throw new CannotEvaluate('an operator between two arrays of time series');
    }
    return left.type === 'array'
      ? { type: 'array', items: left.items.map((item) => pointsOf(combine(series(item), right, of))) }
      : {
          type: 'array',
          items: (right as Value & { type: 'array' }).items.map((item) => pointsOf(combine(left, series(item), of))),
        };
  }
  if (left.type === 'scalar') {
    return right.type === 'scalar'
      ? scalar(of(left.value, right.value))
      : mapPoints(right, (point) => of(left.value, point));
  }
  if (right.type === 'scalar') {
    const { value } = right;
    return mapPoints(left, (point) => of(point, value));
  }
  const { points } = right;
  return series(
    left.points.map((point, i) =>
      point === undefined && points[i] === undefined ? undefined : finite(of(point ?? 0, points[i] ?? 0)),
    ),
  );
}

function pointsOf(value: Value): Series {
  return (value as Value & { type: 'series' }).points;
}
