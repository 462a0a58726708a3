import type { AlarmState } from './alarm-evaluator';

/** How an alarm treats datapoints that did not come. */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

export interface Window {
  /** N: how many datapoints decide. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/** Whether each datapoint breaches, oldest first; undefined where it is missing. */
export type Breaches = readonly (boolean | undefined)[];

/**
 * Where the guide lets the oldest breach be that makes an alarm with too few datapoints go off early: it says "during the
 * Evaluation Periods" and, a paragraph later, "during the evaluation range". Neither says what a breach that is too young
 * for that leaves: an older edition of its tables has INSUFFICIENT_DATA.
 */
export type PrematureReading = 'evaluationPeriods' | 'evaluationRange' | 'insufficientData';

const READINGS: readonly PrematureReading[] = ['evaluationPeriods', 'evaluationRange', 'insufficientData'];

/**
 * How many datapoints CloudWatch retrieves beyond the evaluation periods. "A higher number" is all that is published, and
 * one example: 5 for 3.
 */
export const EXTRA_PERIODS = { least: 1, published: 2, most: 4 } as const;

/** The state of an alarm by CloudWatch's rules for sliding windows; `points` are those of the evaluation range. */
export function alarmState(
  points: Breaches,
  window: Window,
  before: AlarmState,
  reading: PrematureReading = 'evaluationPeriods',
): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m } = window;
  const real = points.filter((point): point is boolean => point !== undefined);
  if (real.length >= n) return breachesIn(real.slice(-n)) >= m ? 'ALARM' : 'OK';

  const sure = stateOfFew(real, window, before);
  if (sure !== undefined) return sure;
  if (real.includes(false)) return 'OK';
  const retains = window.missingData === 'ignore';
  const oldest = oldestBreach(reading === 'evaluationRange' ? points : points.slice(-n));
  if (oldest >= m) return retains ? before : 'ALARM';
  if (reading === 'insufficientData') return retains ? before : 'INSUFFICIENT_DATA';
  return 'OK';
}

/** Every state that what AWS publishes allows; `rangeOf` gives the evaluation range of a length. */
export function possibleStates(
  rangeOf: (length: number) => Breaches,
  window: Window,
  before: readonly AlarmState[],
): AlarmState[] {
  const states = new Set<AlarmState>();
  for (let extra: number = EXTRA_PERIODS.least; extra <= EXTRA_PERIODS.most; extra++) {
    const points = rangeOf(window.evaluationPeriods + extra);
    for (const one of before) for (const reading of READINGS) states.add(alarmState(points, window, one, reading));
  }
  return [...states];
}

/** The state of an alarm with a wall-clock window: exactly its periods, and no rule for alarms that go off early. */
export function wallClockState(points: Breaches, window: Window, before: AlarmState): AlarmState {
  const real = points.filter((point): point is boolean => point !== undefined);
  if (real.length < window.evaluationPeriods) return stateOfFew(real, window, before) ?? 'OK';
  return breachesIn(real) >= window.datapointsToAlarm ? 'ALARM' : 'OK';
}

/** With fewer datapoints than evaluation periods; undefined where it takes more than their number to say. */
function stateOfFew(real: readonly boolean[], window: Window, before: AlarmState): AlarmState | undefined {
  const { evaluationPeriods: n, datapointsToAlarm: m, missingData } = window;
  const breaches = breachesIn(real);
  if (missingData === 'breaching') return breaches + n - real.length >= m ? 'ALARM' : 'OK';
  if (breaches >= m) return 'ALARM';
  if (missingData === 'notBreaching') return 'OK';
  if (real.length > 0) return undefined;
  return missingData === 'ignore' ? before : 'INSUFFICIENT_DATA';
}

function breachesIn(points: readonly boolean[]): number {
  return points.filter((breaches) => breaches).length;
}

/** Age of the oldest breaching datapoint, 1 for the newest place; 0 where none breaches. */
function oldestBreach(points: Breaches): number {
  const place = points.indexOf(true);
  return place < 0 ? 0 : points.length - place;
}
