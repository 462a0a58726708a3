import { FORECAST_PERIOD_SECONDS } from '@inference-constructs/core/out/scaling/forecast/configuration';
import type { ForecastWindow } from '@inference-constructs/core/out/scaling/forecast/forecast';
import type { Datapoint, History } from '@inference-constructs/core/out/scaling/forecast/profile';
import type { RecordedTrace } from './recorded-trace';

/** What CloudWatch would answer for a part of a trace: sums of five minutes, or of longer periods where it has no shorter ones. */
export function historyOf({ points, periodMinutes }: RecordedTrace, { since, from, until }: ForecastWindow): History {
  const periodSeconds = Math.max(FORECAST_PERIOD_SECONDS, periodMinutes * 60);
  const period = periodSeconds * 1000;
  const sums = new Map<number, number>();
  for (const { time, requests } of points) {
    if (time < since || time >= until) continue;
    const begin = Math.floor(time / period) * period;
    sums.set(begin, (sums.get(begin) ?? 0) + requests);
  }
  const datapoints = [...sums].map(([time, requests]): Datapoint => ({ time, requests }));
  return { datapoints, periodSeconds, from, until };
}
