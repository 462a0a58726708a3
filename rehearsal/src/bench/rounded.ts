/** What a measurement tells: three digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The lower one of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
