import { CannotEvaluate } from './cannot-evaluate';
import { fill } from './fill';
import { conditional } from './conditional';
import type { Series, Value } from './value';
import { finite, mapPoints, scalar, series } from './value';

/** An argument is a value, or a word in capitals such as `REPEAT`. */
export type Argument = Value | { readonly type: 'keyword'; readonly name: string };

interface MathFunction {
  readonly least: number;
  readonly most: number;
  call(args: readonly Argument[], length: number): Value;
}

/** The functions of metric math that are evaluated here. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  LOG: pointwise(Math.log),
  LOG10: pointwise(Math.log10),
  MAX: aggregate((points) => Math.max(...points)),
  MIN: aggregate((points) => Math.min(...points)),
  SUM: aggregate(sum),
  // CloudWatch counts missing points as 0 here, so the divisor is the number of places, not of points.
  AVG: aggregate((points, places) => sum(points) / places),
  IF: { least: 2, most: 3, call: (args, length) => conditional(args.map(valueOf), length) },
  FILL: { least: 2, most: 2, call: ([target, filler]) => fill(valueOf(target), filler) },
};

export function valueOf(argument: Argument): Value {
  if (argument.type === 'keyword') throw new CannotEvaluate(`${argument.name} is no metric, number or expression`);
  return argument;
}

function pointwise(of: (point: number) => number): MathFunction {
  return { least: 1, most: 1, call: ([argument]) => mapPoints(valueOf(argument), of) };
}

/** Of one series: a number over all its points. Of an array: a series, point by point. */
function aggregate(of: (points: readonly number[], places: number) => number): MathFunction {
  return {
    least: 1,
    most: 1,
    call([argument]) {
      const value = valueOf(argument);
      if (value.type === 'scalar') return value;
      if (value.type === 'series') return scalar(over(value.points, of) ?? NaN);
      const [first = []] = value.items;
      return series(
        first.map((_, i) =>
          over(
            value.items.map((item) => item[i]),
            of,
          ),
        ),
      );
    },
  };
}

function over(points: Series, of: (points: readonly number[], places: number) => number): number | undefined {
  const present = points.filter((point): point is number => point !== undefined);
  return present.length === 0 ? undefined : finite(of(present, points.length));
}

function sum(points: readonly number[]): number {
  return points.reduce((total, point) => total + point, 0);
}
