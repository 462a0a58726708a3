import type { ScalableIdentity } from '../scaled';
import type { ForecastSettings } from './actions';

/** What the forecasting function is told, as JSON in its environment. */
export interface ForecastConfiguration extends ForecastSettings {
  readonly target: ScalableIdentity;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
  };
  readonly lookbackDays: number;
  readonly timezone: string;
}

export const FORECAST_VARIABLE = 'INFERENCE_FORECAST';

/** CloudWatch keeps datapoints of 5 minutes for 63 days. */
export const FORECAST_PERIOD_SECONDS = 300;
export const MAX_LOOKBACK_DAYS = 63;
