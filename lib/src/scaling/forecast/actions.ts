import { trackedCapacity } from '../target-tracking';
import { HOURS_PER_WEEK } from './local-hour';

export interface ForecastSettings {
  /** Requests per minute that a unit should get. */
  readonly targetPerMinute: number;
  readonly headroomPercent: number;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** How long before an hour its capacity is asked for: whole minutes, less than an hour. */
  readonly leadMinutes: number;
}

/** A capacity from a time of the week on. */
export interface ForecastAction {
  readonly name: string;
  readonly schedule: string;
  readonly minCapacity: number;
}

/** By these the actions of a forecast are told from those of others. */
export const ACTION_PREFIX = 'forecast-';

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The least capacity in each hour of the week. The maximum stays what it is, and policies add what nobody foresaw. */
export function forecastCapacities(profile: readonly number[], settings: ForecastSettings): number[] {
  const { targetPerMinute, headroomPercent, minCapacity, maxCapacity } = settings;
  return profile.map((requests) => {
    const expected = requests * (1 + headroomPercent / 100);
    return Math.min(maxCapacity, Math.max(minCapacity, trackedCapacity(1, expected, targetPerMinute)));
  });
}

/** Where the capacity changes: more is asked for ahead of its hour, less when the hour has come. */
export function forecastActions(capacities: readonly number[], { leadMinutes }: ForecastSettings): ForecastAction[] {
  const changes = capacities.flatMap((capacity, hour) => {
    const before = capacities[(hour + HOURS_PER_WEEK - 1) % HOURS_PER_WEEK];
    return capacity === before ? [] : [action(hour, capacity, capacity > before ? leadMinutes : 0)];
  });
  // The same all week, which must be said once: else what was there before would stay.
  return changes.length === 0 ? [action(0, capacities[0], 0)] : changes;
}

function action(hour: number, minCapacity: number, leadMinutes: number): ForecastAction {
  const minute = (hour * 60 - leadMinutes + HOURS_PER_WEEK * 60) % (HOURS_PER_WEEK * 60);
  const day = DAYS[Math.floor(minute / 1440)];
  const at = `cron(${minute % 60} ${Math.floor((minute % 1440) / 60)} ? * ${day} *)`;
  const name = `${ACTION_PREFIX}${DAYS[Math.floor(hour / 24)]}-${String(hour % 24).padStart(2, '0')}`;
  return { name, schedule: at, minCapacity };
}
