import { ANNOTATION } from '@inference-constructs/core/out/contract/annotation';
import { visibleSeconds } from '@inference-constructs/core/out/monitoring/alarm';
import type { CanaryTraffic } from '@inference-constructs/core/out/monitoring/power';
import { collapsePower, LEAST_POWER } from '@inference-constructs/core/out/monitoring/power';
import { poissonAtLeast } from '@inference-constructs/core/out/monitoring/significance';
import type { RequestRate } from '../traffic/request-rate';
import { requestsBetween } from '../traffic/request-rate';
import type { CanaryPower, Timeline } from './analysis-types';

/** What a construct noted beside an alarm on the answers. */
export interface AnswersNote {
  readonly alarm: string;
  readonly rates: readonly number[];
  readonly heldOutRows: number;
  readonly windowSeconds: number;
}

/** The note of an alarm that watches the answers; undefined of any other. */
export function answersNote(
  alarm: string,
  attributes: Readonly<Record<string, unknown>> | undefined,
  windowSeconds: number | undefined,
): AnswersNote | undefined {
  const { rates, heldOutRows } = (attributes?.[ANNOTATION] ?? {}) as { rates?: object; heldOutRows?: unknown };
  if (rates === undefined || typeof heldOutRows !== 'number' || windowSeconds === undefined) return undefined;
  return { alarm, rates: Object.values(rates).map(Number), heldOutRows, windowSeconds };
}

/** The chance that the first step shows answers that collapse to one class, and what would make it large enough. */
export function canaryPower(note: AnswersNote, { phases }: Timeline, rate: RequestRate): CanaryPower | undefined {
  const [first] = phases.filter(({ kind }) => kind === 'bake');
  if (first === undefined) return undefined;
  const { alarm, rates, heldOutRows } = note;
  const { percent } = first;
  const windowSeconds = Math.min(note.windowSeconds, (first.to - first.from) * 60);
  // What the alarm has seen when the step ends.
  const looksFrom = first.to - windowSeconds / 60;
  const requestsPerMinute = requestsBetween(rate, looksFrom, first.to) / (first.to - looksFrom);
  const traffic: CanaryTraffic = { rates, heldOutRows, requestsPerMinute, percent, windowSeconds };
  const { expectedRows, rowsNeeded, power } = collapsePower(traffic);
  const known = { alarm, percent, expectedRows, chance: power };
  if (rowsNeeded === Infinity) return known;
  return {
    ...known,
    rowsNeeded,
    ...(power >= LEAST_POWER ? {} : { enough: enough(rowsNeeded, traffic, first.to - first.from) }),
  };
}

function enough(rowsNeeded: number, traffic: CanaryTraffic, bakeMinutes: number): CanaryPower['enough'] {
  const rows = rowsToExpect(rowsNeeded);
  const { requestsPerMinute, windowSeconds } = traffic;
  const percent = Math.ceil((rows * 6000) / (requestsPerMinute * visibleSeconds(windowSeconds)));
  const seconds = (rows * 6000) / (requestsPerMinute * traffic.percent);
  // What the bake is longer than the part of the window that is seen stays so.
  const rest = bakeMinutes * 60 - visibleSeconds(windowSeconds);
  return { ...(percent < 100 ? { percent } : {}), bakeMinutes: Math.ceil((seconds + rest) / 60) };
}

/** The mean at which enough rows come as often as wanted. */
function rowsToExpect(rowsNeeded: number): number {
  let [low, high] = [0, 2 * rowsNeeded + 20];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (poissonAtLeast(rowsNeeded, middle) >= LEAST_POWER) high = middle;
    else low = middle;
  }
  return high;
}
