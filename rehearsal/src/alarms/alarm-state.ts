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

/**
 * The state of an alarm by CloudWatch's rules for sliding windows.
 * @param points whether each datapoint of the evaluation range breaches, oldest first; undefined where it is missing
 */
export function alarmState(points: readonly (boolean | undefined)[], window: Window, before: AlarmState): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m } = window;
  const real = points.filter((point): point is boolean => point !== undefined);
  if (real.length >= n) return breachesIn(real.slice(-n)) >= m ? 'ALARM' : 'OK';

  const breaches = breachesIn(real);
  if (window.missingData === 'breaching') return breaches + n - real.length >= m ? 'ALARM' : 'OK';
  if (breaches >= m) return 'ALARM';
  if (window.missingData === 'notBreaching') return 'OK';
  const retains = window.missingData === 'ignore';
  if (real.length === 0) return retains ? before : 'INSUFFICIENT_DATA';
  if (real.includes(false) || oldestBreach(points.slice(-n)) < m) return 'OK';
  return retains ? before : 'ALARM';
}

function breachesIn(points: readonly boolean[]): number {
  return points.filter((breaches) => breaches).length;
}

/** Age of the oldest breaching datapoint, 1 for the newest place; 0 where none breaches. */
function oldestBreach(points: readonly (boolean | undefined)[]): number {
  const place = points.indexOf(true);
  return place < 0 ? 0 : points.length - place;
}
