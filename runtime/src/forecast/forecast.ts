import { forecastActions, forecastCapacities } from '@inference-constructs/core/out/scaling/forecast/actions';
import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { FORECAST_PERIOD_SECONDS } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { weeklyProfile } from '@inference-constructs/core/out/scaling/forecast/profile';
import type { Sdk } from './aws';
import { readHistory, replaceActions } from './aws';

const HOUR = 3_600_000;

/** What a run did, as its log line says. */
export interface ForecastOutcome {
  readonly outcome: 'scheduled' | 'too-little-history';
  readonly datapoints: number;
  readonly put?: number;
  readonly deleted?: number;
  /** The least and the most that is scheduled in a week. */
  readonly least?: number;
  readonly most?: number;
}

/** Reads the history, and schedules what it lets expect. With less than a week of it nothing is changed. */
export async function runForecast(sdk: Sdk, configuration: ForecastConfiguration, now: Date): Promise<ForecastOutcome> {
  // CloudWatch counts its periods from where the query begins: on the hour, or they lie across two hours.
  const until = Math.floor(now.getTime() / HOUR) * HOUR;
  const datapoints = await readHistory(sdk, configuration, new Date(until));
  const history = { datapoints, periodSeconds: FORECAST_PERIOD_SECONDS, until };
  const profile = weeklyProfile(history, configuration.timezone);
  if (profile === undefined) return { outcome: 'too-little-history', datapoints: datapoints.length };
  const capacities = forecastCapacities(profile, configuration);
  const changes = await replaceActions(sdk, configuration, forecastActions(capacities, configuration));
  return {
    outcome: 'scheduled',
    datapoints: datapoints.length,
    ...changes,
    least: Math.min(...capacities),
    most: Math.max(...capacities),
  };
}
