import { CannotEvaluate } from './cannot-evaluate';
import { changes, runningSum } from './changes';
import { fill } from './fill';
import { conditional } from './conditional';
import type { Scope } from './scope';
import type { Series, Value } from './value';
import { finite, mapPoints, scalar, series } from './value';

/** An argument is a value, a word in capitals such as `REPEAT`, or a text. */
export type Argument =
  Value | { readonly type: 'keyword'; readonly name: string } | { readonly type: 'text'; readonly text: string };

interface MathFunction {
  readonly least: number;
  readonly most: number;
  call(args: readonly Argument[], scope: Scope): Value;
}

/** The functions of metric math that are evaluated here. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  LOG: pointwise(Math.log),
  LOG10: pointwise(Math.log10),
  EXP: pointwise(Math.exp),
  MAX: aggregate((points) => Math.max(...points)),
  MIN: aggregate((points) => Math.min(...points)),
  SUM: aggregate(sum),
  // CloudWatch counts missing points as 0 here, so the divisor is the number of places, not of points.
  AVG: aggregate((points, places) => sum(points) / places),
  DATAPOINT_COUNT: aggregate((points) => points.length),
  IF: { least: 2, most: 3, call: (args, { length }) => conditional(args.map(valueOf), length) },
  FILL: { least: 2, most: 2, call: ([target, filler]) => fill(valueOf(target), filler) },
  DIFF: each((points) => changes(points, (difference) => difference)),
  DIFF_TIME: each((points, { periodSeconds }) => changes(points, (_, periods) => periods * periodSeconds)),
  RATE: each((points, { periodSeconds }) =>
    changes(points, (difference, periods) => difference / (periods * periodSeconds)),
  ),
  RUNNING_SUM: each(runningSum),
  // All metrics of an alarm have one period.
  PERIOD: { least: 1, most: 1, call: (_, { periodSeconds }) => scalar(periodSeconds) },
  TIME_SERIES: { least: 1, most: 1, call: ([argument], { length }) => timeSeries(valueOf(argument), length) },
  METRICS: { least: 0, most: 1, call: ([text], scope) => metrics(text, scope) },
  METRIC_COUNT: { least: 1, most: 1, call: ([argument]) => scalar(itemsOf('METRIC_COUNT', valueOf(argument)).length) },
  FIRST: { least: 1, most: 1, call: ([argument]) => oneOf('FIRST', valueOf(argument), 0) },
  LAST: { least: 1, most: 1, call: ([argument]) => oneOf('LAST', valueOf(argument), -1) },
};

export function valueOf(argument: Argument): Value {
  if (argument.type === 'keyword') throw new CannotEvaluate(`${argument.name} is no metric, number or expression`);
  if (argument.type === 'text') throw new CannotEvaluate(`"${argument.text}" is no metric, number or expression`);
  return argument;
}

/** The metrics of the alarm, expressions left out; with a text, those whose id contains it. */
function metrics(text: Argument | undefined, scope: Scope): Value {
  if (text !== undefined && text.type !== 'text') throw new CannotEvaluate('METRICS of something that is no text');
  const ids = scope.metrics.filter((id) => text === undefined || id.includes(text.text));
  return { type: 'array', items: ids.flatMap((id) => itemsOf('METRICS', scope.value(id))) };
}

function timeSeries(value: Value, length: number): Value {
  if (value.type !== 'scalar') throw new CannotEvaluate('TIME_SERIES of something that is no number');
  return series(new Array<number | undefined>(length).fill(finite(value.value)));
}

function itemsOf(name: string, value: Value): readonly Series[] {
  if (value.type === 'scalar') throw new CannotEvaluate(`${name} of a number`);
  return value.type === 'series' ? [value.points] : value.items;
}

function oneOf(name: string, value: Value, place: number): Value {
  const found = itemsOf(name, value).at(place);
  if (found === undefined) throw new CannotEvaluate(`${name} of no time series`);
  return series(found);
}

/** A function of whole series, also of each in an array. */
function each(of: (points: Series, scope: Scope) => Series): MathFunction {
  return {
    least: 1,
    most: 1,
    call([argument], scope) {
      const value = valueOf(argument);
      if (value.type === 'scalar') throw new CannotEvaluate('a change over time of a number');
      return value.type === 'series'
        ? series(of(value.points, scope))
        : { type: 'array', items: value.items.map((item) => of(item, scope)) };
    },
  };
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
