/** Which version a line belongs to. */
export type Who = 'old' | 'new';

export interface Series {
  readonly who: Who;
  /** A value for each minute; undefined where there is none. */
  readonly values: readonly (number | undefined)[];
}

/** One of the pictures above each other. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly Series[];
  /** Whether the values add up. */
  readonly isStacked: boolean;
  /** The end of the scale, where it is given. */
  readonly top?: number;
}

/** The end of a panel's scale: a round number that no value exceeds. */
export function topOf({ series, isStacked, top }: Panel): number {
  if (top !== undefined) return top;
  const length = Math.max(0, ...series.map(({ values }) => values.length));
  const largest = Array.from({ length }, (_, i) => {
    const values = series.map(({ values: all }) => all[i] ?? 0);
    return isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  }).reduce((most, value) => Math.max(most, value), 0);
  return largest === 0 ? 1 : roundUp(largest);
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value * 0.999) ?? 10;
  return Number((step * power).toPrecision(3));
}
