import type { ForecastAction, ForecastSettings } from './actions';
import { forecastActions, forecastCapacities } from './actions';
import type { ForecastConfiguration } from './configuration';
import { MAX_LOOKBACK_DAYS } from './configuration';
import type { History } from './profile';
import { LEAST_HISTORY_MILLISECONDS, weeklyProfile } from './profile';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a run schedules, and why. */
export interface Forecast {
  /** Requests per minute at the busiest of each hour of the week, from Sunday midnight on. */
  readonly profile: readonly number[];
  /** The least capacity of each of them. */
  readonly capacities: readonly number[];
  readonly actions: readonly ForecastAction[];
}

/** The past that a run at some time looks at; all in milliseconds since 1970. */
export interface ForecastWindow {
  /** From when datapoints are asked for: they tell whether no requests came when it begins, or nothing was there to be asked. */
  readonly since: number;
  readonly from: number;
  readonly until: number;
}

/** CloudWatch counts its periods from where the query begins: on the hour, or they lie across two hours. */
export function forecastWindow(
  now: number,
  { lookbackDays }: Pick<ForecastConfiguration, 'lookbackDays'>,
): ForecastWindow {
  const until = Math.floor(now / HOUR) * HOUR;
  const from = until - lookbackDays * DAY;
  const since = Math.max(from - LEAST_HISTORY_MILLISECONDS, until - MAX_LOOKBACK_DAYS * DAY);
  return { since, from, until };
}

/** What the history lets expect; undefined with less than a week of it. */
export function forecastOf(
  history: History,
  settings: ForecastSettings & Pick<ForecastConfiguration, 'timezone'>,
): Forecast | undefined {
  const profile = weeklyProfile(history, settings.timezone);
  if (profile === undefined) return undefined;
  const capacities = forecastCapacities(profile, settings);
  return { profile, capacities, actions: forecastActions(capacities, settings) };
}
