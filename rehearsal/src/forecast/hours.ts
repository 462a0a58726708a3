import { forecastCapacities } from '@inference-constructs/core/out/scaling/forecast/actions';
import { hourOfWeek } from '@inference-constructs/core/out/scaling/forecast/local-hour';
import { trackedCapacity } from '@inference-constructs/core/out/scaling/target-tracking';
import type { ScalingMinute } from '../scaling/scaling-result';
import type { DeclaredForecast } from './declared-forecast';
import type { PlayedHour } from './forecast-result';
import type { ForecastRun } from './runs';
import { hourOfSide, round, sum } from './sides';

const HOUR = 3_600_000;

export interface PlayedTwice {
  /** Milliseconds since 1970, on the hour. */
  readonly from: number;
  /** Requests that an instance can answer in a minute. */
  readonly perMinute: number;
  readonly without: readonly ScalingMinute[];
  readonly with: readonly ScalingMinute[];
}

/** What was played, hour by hour, beside what was scheduled for it. */
export function playedHours(
  { configuration }: DeclaredForecast,
  runs: readonly ForecastRun[],
  played: PlayedTwice,
): PlayedHour[] {
  const of = hourOfWeek(configuration.timezone);
  return Array.from({ length: played.without.length / 60 }, (_, hour) => {
    const at = played.from + hour * HOUR;
    const part = (minutes: readonly ScalingMinute[]) => minutes.slice(hour * 60, hour * 60 + 60);
    const requests = part(played.without).map((minute) => minute.requests);
    const peakPerMinute = Math.max(...requests);
    const forecast = runs.findLast((run) => run.at <= at)?.forecast;
    return {
      at: new Date(at).toISOString(),
      requests: Math.round(sum(requests)),
      peakPerMinute: round(peakPerMinute),
      ...(forecast === undefined ? {} : { expectedPerMinute: round(forecast.profile[of(at)]) }),
      needed: trackedCapacity(1, peakPerMinute, played.perMinute),
      forecast: forecast?.capacities[of(at)] ?? configuration.minCapacity,
      without: hourOfSide(part(played.without), played.perMinute),
      with: hourOfSide(part(played.with), played.perMinute),
    };
  });
}

/** What would have been scheduled for an hour, had its requests been known. */
export function scheduledFor({ peakPerMinute }: PlayedHour, { configuration }: DeclaredForecast): number {
  return forecastCapacities([peakPerMinute], configuration)[0];
}
