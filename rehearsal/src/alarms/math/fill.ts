import { CannotEvaluate } from './cannot-evaluate';
import type { Argument } from './functions';
import type { Series, Value } from './value';
import { finite, series } from './value';

/** FILL(series, number | series | REPEAT | LINEAR): puts something where points are missing. */
export function fill(target: Value, filler: Argument): Value {
  if (target.type === 'scalar') throw new CannotEvaluate('FILL of a number');
  const filled = fillerOf(filler);
  return target.type === 'series'
    ? series(filled(target.points))
    : { type: 'array', items: target.items.map((item) => filled(item)) };
}

function fillerOf(filler: Argument): (points: Series) => Series {
  switch (filler.type) {
    case 'scalar':
      return (points) => points.map((point) => point ?? finite(filler.value));
    case 'series':
      return (points) => points.map((point, i) => point ?? filler.points[i]);
    case 'keyword':
      if (filler.name === 'REPEAT') return repeat;
      if (filler.name === 'LINEAR') return interpolate;
      throw new CannotEvaluate(`FILL with ${filler.name}`);
    case 'text':
      throw new CannotEvaluate(`FILL with "${filler.text}"`);
    case 'array':
      throw new CannotEvaluate('FILL with an array of time series');
  }
}

function repeat(points: Series): Series {
  let last: number | undefined;
  return points.map((point) => (last = point ?? last));
}

/** A straight line across each gap; a gap at either end stays. */
function interpolate(points: Series): Series {
  return points.map((point, i) => {
    if (point !== undefined) return point;
    const before = points.findLastIndex((other, j) => j < i && other !== undefined);
    const after = points.findIndex((other, j) => j > i && other !== undefined);
    if (before < 0 || after < 0) return undefined;
    const [from, to] = [points[before] as number, points[after] as number];
    return from + ((to - from) * (i - before)) / (after - before);
  });
}
