import type { ScalingMinute, ScalingResult } from '../scaling/scaling-result';
import type { HourOfSide, PlayedSide } from './forecast-result';

/** What was played after the warm-up. */
export interface PlayedMinutes {
  readonly minutes: readonly ScalingMinute[];
  readonly failedActions: number;
}

export function afterWarmUp({ minutes, activities }: ScalingResult, warmUpMinutes: number): PlayedMinutes {
  const failed = activities.filter(({ minute, status }) => minute >= warmUpMinutes && status === 'failed');
  return { minutes: minutes.slice(warmUpMinutes), failedActions: failed.length };
}

/** @param perMinute requests that an instance can answer in a minute */
export function sideOf(
  { minutes, failedActions }: PlayedMinutes,
  perMinute: number,
  usdPerHour: number | undefined,
): PlayedSide {
  const instanceHours = sum(minutes.map(paid)) / 60;
  const capacities = minutes.map(({ capacity }) => capacity);
  return {
    instanceHours: round(instanceHours),
    ...(usdPerHour === undefined ? {} : { usd: round(instanceHours * usdPerHour) }),
    underProvisionedMinutes: minutes.filter((minute) => above(minute, perMinute) > 0).length,
    requestsAboveCapacity: Math.round(sum(minutes.map((minute) => above(minute, perMinute)))),
    leastInstances: capacities.reduce((least, capacity) => Math.min(least, capacity)),
    mostInstances: capacities.reduce((most, capacity) => Math.max(most, capacity)),
    failedActions,
  };
}

export function hourOfSide(minutes: readonly ScalingMinute[], perMinute: number): HourOfSide {
  return {
    instances: round(sum(minutes.map(({ capacity }) => capacity)) / minutes.length),
    underProvisionedMinutes: minutes.filter((minute) => above(minute, perMinute) > 0).length,
    requestsAboveCapacity: Math.round(sum(minutes.map((minute) => above(minute, perMinute)))),
  };
}

/** Added instances from the decision on. */
function paid({ capacity, desired }: ScalingMinute): number {
  return Math.max(capacity, desired);
}

function above({ requests, capacity }: ScalingMinute, perMinute: number): number {
  return Math.max(0, requests - capacity * perMinute);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function round(value: number): number {
  return Number(value.toFixed(2));
}
