import { PREDEFINED_METRICS } from './predefined-metrics';
import { units } from './scaled';
import type { ScalingSpec } from './scaling-spec';
import { trackedCapacity, TRACKING_ALARMS } from './target-tracking';

/** How much a load may grow at once, for what synth says about it. */
const GROWTH = 3;

/** Until a datapoint can be seen, in periods: as the simulator takes it. */
const LAG_PERIODS = 1;

/** Metrics that count requests per unit and minute, of which the expected load follows. */
const REQUESTS = ['SageMakerVariantInvocationsPerInstance', 'SageMakerInferenceComponentInvocationsPerCopy'];

/** From a load that exceeds the target until target tracking asks for more. */
export function decisionSeconds(type: string): number {
  const { periodSeconds } = PREDEFINED_METRICS[type];
  return (TRACKING_ALARMS[periodSeconds].highDatapoints + LAG_PERIODS) * periodSeconds;
}

/** What the expected traffic asks for, and how long a sudden growth of it is not served: no property shows it. */
export function headlineNotes(spec: ScalingSpec, id: string, type: string, targetValue: number): string[] {
  const { expectedRequestsPerMinute: requests, maxCapacity, minCapacity, isUnresolved } = spec;
  if (!REQUESTS.includes(type) || requests === undefined) return [];
  if ([requests, maxCapacity, minCapacity, targetValue].some(isUnresolved)) return [];
  const needed = Math.max(minCapacity, trackedCapacity(1, requests, targetValue));
  const grown = trackedCapacity(1, GROWTH * requests, targetValue);
  const minutes = decisionSeconds(type) / 60;
  const asked = `${id}: ${requests} requests per minute ask for ${units(spec.scaled, needed)}`;
  if (needed > maxCapacity) return [`${asked}, and the maximum is ${maxCapacity}: raise maxCapacity or the target`];
  if (grown <= needed) return [`${asked}, which also serve ${GROWTH} times as many`];
  const late = `a load that grows to ${GROWTH} times that at once is under-provisioned for ${minutes} minutes and the time that new capacity takes to start`;
  const bounded =
    grown > maxCapacity ? `, and for longer: it asks for ${grown}, and the maximum is ${maxCapacity}` : '';
  return [`${asked}; ${late}${bounded}`];
}
