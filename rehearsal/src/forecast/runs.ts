import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Forecast } from '@inference-constructs/core/out/scaling/forecast/forecast';
import { forecastOf, forecastWindow } from '@inference-constructs/core/out/scaling/forecast/forecast';
import { plural } from '../report/words';
import type { ScheduledAction } from '../scaling/scaling-input';
import { parseSchedule } from '../scaling/schedule/schedule';
import { historyOf } from '../scaling/trace/history';
import type { RecordedTrace } from '../scaling/trace/recorded-trace';
import type { Span } from '../scaling/trace/span';
import type { DeclaredForecast } from './declared-forecast';

const MINUTE = 60_000;

/** A run of the forecasting function, and what it schedules. */
export interface ForecastRun {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly forecast: Forecast;
}

export interface ForecastRuns {
  readonly runs: readonly ForecastRun[];
  /** When it found less than a week of history, and changed nothing. */
  readonly idle: readonly number[];
}

/**
 * The runs of a period: one when it begins, and then as the schedule has them. Each looks at what lies before it, so that
 * nothing is played which it was made of. Throws an InferenceError where none finds enough.
 */
export function forecastRuns(
  { path, configuration, schedule }: DeclaredForecast,
  trace: RecordedTrace,
  { from, until }: Span,
): ForecastRuns {
  const origin = from / MINUTE;
  const minutes = Array.from({ length: (until - from) / MINUTE }, (_, i) => origin + i);
  const times = minutes.filter((minute) => minute === origin || schedule.isDue(minute, origin)).map((m) => m * MINUTE);
  const runs = times.flatMap((at): ForecastRun[] => {
    const forecast = forecastOf(historyOf(trace, forecastWindow(at, configuration)), configuration);
    return forecast === undefined ? [] : [{ at, forecast }];
  });
  if (runs.length > 0) return { runs, idle: times.filter((at) => runs.every((run) => run.at !== at)) };
  throw new InferenceError(
    'HistoryTooShort',
    `history (less than a week in each of ${plural(times.length, 'run')}): a week from the first request that a run sees. ` +
      'give a trace without the gap, or play later days',
    path,
  );
}

/**
 * The scheduled actions of all runs: each from its run until the next. Those of a run when the period begins are there
 * before it too; before a later one nothing is, as runs before it changed nothing.
 *
 * @param from when the period begins, in milliseconds since 1970
 */
export function actionsOf(runs: readonly ForecastRun[], timezone: string, from: number): ScheduledAction[] {
  return runs.flatMap(({ at, forecast }, i) => {
    const begin = at === from ? -Infinity : at / MINUTE;
    const end = i + 1 < runs.length ? runs[i + 1].at / MINUTE : Infinity;
    return forecast.actions.map(({ name, schedule: expression, minCapacity }): ScheduledAction => {
      const schedule = parseSchedule(expression, { timezone });
      return {
        name,
        minCapacity,
        schedule: {
          isDue: (minute, origin) => minute >= begin && minute < end && schedule.isDue(minute, origin),
        },
      };
    });
  });
}
