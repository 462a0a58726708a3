/** The alarms that a target tracking policy makes for itself: all of so many datapoints must breach. */
export interface TrackingAlarms {
  readonly highDatapoints: number;
  readonly lowDatapoints: number;
}

/** As observed on alarms that were made; of the high-resolution ones it is what their periods suggest. */
export const TRACKING_ALARMS: Readonly<Record<10 | 60, TrackingAlarms>> = {
  60: { highDatapoints: 3, lowDatapoints: 15 },
  10: { highDatapoints: 3, lowDatapoints: 90 },
};

/** The low alarm's threshold as a share of the target. */
export const LOW_SHARE = 0.9;

/** Sums of fractions exceed the whole number they mean by some of these. */
const NEARLY = 1e-9;

/** The capacity at which what was measured on `capacity` would be at the target. */
export function trackedCapacity(capacity: number, measured: number, target: number): number {
  return Math.max(0, Math.ceil((Math.max(1, capacity) * measured) / target - NEARLY));
}
