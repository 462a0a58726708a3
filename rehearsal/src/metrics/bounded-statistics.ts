import { quantile, trimmed } from './quantile';
import type { Sample } from './samples';
import { count, mean, sum } from './samples';
import type { Statistic } from './statistics';

interface Bounds {
  readonly low: number;
  readonly high: number;
  /** Of the requests, from 0 to 1; else of their values. */
  readonly areShares: boolean;
}

const KINDS: Readonly<Record<string, (bounds: Bounds) => Statistic>> = {
  TM: (bounds) => (samples) => mean(within(samples, bounds)),
  TC: (bounds) => (samples) => count(within(samples, bounds)),
  TS: (bounds) => (samples) => sum(within(samples, bounds)),
  WM: winsorizedMean,
  PR: (bounds) => (samples) => (100 * count(within(samples, bounds))) / count(samples),
};

const NUMBER = String.raw`-?\d+(?:\.\d{1,10})?`;
const SHORT = /^(tm|tc|ts|wm)(\d{1,2}(?:\.\d{1,10})?|100)$/;
const LONG = new RegExp(`^(TM|TC|TS|WM|PR)\\((?:(${NUMBER})(%)?)?:(?:(${NUMBER})(%)?)?\\)$`);

/** `tm90`, `TM(2%:98%)`, `TC(0.005:0.030)`, `PR(:300)`, `IQM`, …; undefined for what is none of CloudWatch's. */
export function boundedStatistic(name: string): Statistic | undefined {
  if (name === 'IQM') return boundedStatistic('TM(25%:75%)');
  const short = SHORT.exec(name);
  if (short !== null) return KINDS[short[1].toUpperCase()]({ low: 0, high: Number(short[2]) / 100, areShares: true });
  const long = LONG.exec(name);
  if (long === null) return undefined;
  const bounds = readBounds(long);
  return bounds === undefined ? undefined : KINDS[long[1]](bounds);
}

/** Undefined for bounds of which one is a share and the other is none, and for those that hold nothing. */
function readBounds([, kind, low, lowUnit, high, highUnit]: RegExpExecArray): Bounds | undefined {
  const units = [...(low === undefined ? [] : [lowUnit]), ...(high === undefined ? [] : [highUnit])];
  const areShares = units.includes('%');
  if (units.length === 0 || new Set(units).size > 1 || (areShares && kind === 'PR')) return undefined;
  const [least, most, scale] = areShares ? [0, 1, 100] : [-Infinity, Infinity, 1];
  const bounds = {
    low: low === undefined ? least : Number(low) / scale,
    high: high === undefined ? most : Number(high) / scale,
    areShares,
  };
  return bounds.low < bounds.high && bounds.low >= least && bounds.high <= most ? bounds : undefined;
}

/** Values are exclusive at the lower bound and inclusive at the upper one. */
function within(samples: readonly Sample[], { low, high, areShares }: Bounds): readonly Sample[] {
  return areShares ? trimmed(samples, low, high) : samples.filter(({ value }) => value > low && value <= high);
}

/** What lies outside counts as what lies at the edge. */
function winsorizedMean({ low, high, areShares }: Bounds): Statistic {
  return (samples) => {
    const least = areShares ? quantile(samples, low) : low;
    const most = areShares ? quantile(samples, high) : high;
    return mean(samples.map(({ value, weight }) => ({ value: Math.min(most, Math.max(least, value)), weight })));
  };
}
