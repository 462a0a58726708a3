import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { FORECAST_PERIOD_SECONDS } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { forecastOf, forecastWindow } from '@inference-constructs/core/out/scaling/forecast/forecast';
import type { Sdk } from './aws';
import { readHistory, replaceActions } from './aws';

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
  const window = forecastWindow(now.getTime(), configuration);
  const datapoints = await readHistory(sdk, configuration, window);
  const { from, until } = window;
  const history = { datapoints, periodSeconds: FORECAST_PERIOD_SECONDS, from, until };
  const forecast = forecastOf(history, configuration);
  if (forecast === undefined) return { outcome: 'too-little-history', datapoints: datapoints.length };
  const { capacities, actions } = forecast;
  const changes = await replaceActions(sdk, configuration, actions);
  return {
    outcome: 'scheduled',
    datapoints: datapoints.length,
    ...changes,
    least: Math.min(...capacities),
    most: Math.max(...capacities),
  };
}
