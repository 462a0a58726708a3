import type { DeclaredForecast } from './declared-forecast';
import type { Deviation, ForecastAccuracy, PlayedHour } from './forecast-result';
import { scheduledFor } from './hours';
import { round, sum } from './sides';

const HOUR = 3_600_000;

interface Judged {
  readonly hour: PlayedHour;
  readonly kind: Deviation['kind'] | 'right';
  /** Instances between what was scheduled and what would have been right. */
  readonly instances: number;
}

/** How often the forecast was right, and where it was not. */
export function deviationsOf(
  hours: readonly PlayedHour[],
  declared: DeclaredForecast,
): { readonly accuracy: ForecastAccuracy; readonly deviations: Deviation[] } {
  const { maxCapacity } = declared.configuration;
  const judged = hours.map((hour) => judge(hour, declared));
  const count = (kind: Judged['kind']): number => judged.filter((one) => one.kind === kind).length;
  return {
    accuracy: {
      rightHours: count('right'),
      tooLowHours: count('too-low'),
      tooHighHours: count('too-high'),
      aboveMaximumHours: hours.filter(({ needed }) => needed > maxCapacity).length,
    },
    deviations: inARow(judged).flatMap(deviation),
  };
}

function judge(hour: PlayedHour, declared: DeclaredForecast): Judged {
  const needed = Math.min(hour.needed, declared.configuration.maxCapacity);
  if (needed > hour.forecast) return { hour, kind: 'too-low', instances: needed - hour.forecast };
  const enough = Math.max(needed, scheduledFor(hour, declared));
  return enough < hour.forecast
    ? { hour, kind: 'too-high', instances: hour.forecast - enough }
    : { hour, kind: 'right', instances: 0 };
}

function inARow(judged: readonly Judged[]): Judged[][] {
  const rows: Judged[][] = [];
  for (const one of judged) {
    const last = rows[rows.length - 1];
    if (last !== undefined && isAlike(last[0], one)) last.push(one);
    else rows.push([one]);
  }
  return rows;
}

/** Hours with a forecast and hours without are told apart. */
function isAlike(a: Judged, b: Judged): boolean {
  return a.kind === b.kind && isForecast(a.hour) === isForecast(b.hour);
}

function isForecast({ expectedPerMinute }: PlayedHour): boolean {
  return expectedPerMinute !== undefined;
}

function deviation(row: readonly Judged[]): Deviation[] {
  const [{ kind, hour: first }] = row;
  if (kind === 'right') return [];
  const hours = row.map(({ hour }) => hour);
  const most = (of: (hour: PlayedHour) => number): number => Math.max(...hours.map(of));
  return [
    {
      kind,
      from: first.at,
      until: new Date(Date.parse(hours[hours.length - 1].at) + HOUR).toISOString(),
      ...(isForecast(first) ? { expectedPerMinute: most(({ expectedPerMinute = 0 }) => expectedPerMinute) } : {}),
      peakPerMinute: most(({ peakPerMinute }) => peakPerMinute),
      forecast: most(({ forecast }) => forecast),
      needed: most(({ needed }) => needed),
      instanceHours: round(sum(row.map(({ instances }) => instances))),
      underProvisionedMinutes: sum(hours.map((hour) => hour.with.underProvisionedMinutes)),
    },
  ];
}
