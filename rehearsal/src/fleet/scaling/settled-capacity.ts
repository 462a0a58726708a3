import { InferenceError } from '@inference-constructs/core/out/errors';
import type { ScalingInput } from '../../scaling/scaling-input';
import { simulateScaling } from '../../scaling/simulate';

/** How long the load has been what it is when a deployment begins, in minutes. */
const BEFORE = 120;

/** The capacity at which steady traffic has left what is scaled; undefined where that does not follow from requests. */
export function settledCapacity(
  input: ScalingInput,
  requestsPerMinute: number,
  deploymentBegins: Date,
): number | undefined {
  const requests = new Array<number>(BEFORE).fill(requestsPerMinute);
  const startsAt = new Date(deploymentBegins.getTime() - BEFORE * 60_000);
  try {
    return simulateScaling(input, { requests, startsAt, metrics: new Map() }).minutes.at(-1)?.desired;
  } catch (error) {
    if (error instanceof InferenceError) return undefined;
    throw error;
  }
}
