/** Other bounds from a time on. */
export interface ScalingSchedule {
  /**
   * When: `cron(…)` with six fields, `rate(…)` or `at(…)`, to the minute, else `ScheduleInvalid`.
   *
   * Example: `cron(0 20 ? * MON-FRI *)`.
   */
  readonly schedule: string;

  /**
   * The least capacity from then on: a whole number of at least 0, else `CapacityOutOfRange`.
   *
   * @default - stays as it is; `ScheduleEmpty` without a maximum
   */
  readonly minCapacity?: number;

  /**
   * The largest capacity from then on: a whole number of at least the minimum, else `CapacityOutOfRange`.
   *
   * @default - stays as it is; `ScheduleEmpty` without a minimum
   */
  readonly maxCapacity?: number;

  /**
   * Time zone of `schedule` by its name in the IANA database, else `TimezoneUnknown`. Its daylight-saving time is
   * followed.
   *
   * @default - UTC
   */
  readonly timeZone?: string;

  /**
   * Before then the schedule does nothing: ISO 8601 in UTC, such as `2027-01-01T00:00:00Z`.
   *
   * @default - begins at once
   */
  readonly startTime?: string;

  /**
   * After then the schedule does nothing: ISO 8601 in UTC.
   *
   * @default - does not end
   */
  readonly endTime?: string;
}
