/** Where minutes lie on the one time axis of all panels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly minutes: number;
  /** The place of a minute's beginning. */
  x(minute: number): string;
}

export function frameOf(left: number, right: number, minutes: number): Frame {
  return { left, right, minutes, x: (minute) => at(left + ((right - left) * minute) / minutes) };
}

/** A coordinate, to a tenth. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Minutes that get a mark: about ten of them. */
export function ticks(minutes: number): number[] {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480].find((candidate) => minutes / candidate <= 16) ?? 960;
  return Array.from({ length: Math.floor(minutes / step) + 1 }, (_, i) => i * step);
}
