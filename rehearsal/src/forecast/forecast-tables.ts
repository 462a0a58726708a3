import Table from 'cli-table3';
import { dollars } from '../report/words';
import type { HourOfSide, PlayedForecast, PlayedHour, PlayedSide } from './forecast-result';
import { localTime } from './local-text';
import { sum } from './sides';

const STYLE = { style: { head: [], border: [], compact: true } };

/** Both ways, side by side. */
export function sidesTable({ without, with: ahead }: PlayedForecast): string {
  const table = new Table({
    head: ['', 'without forecast', 'with forecast'],
    colAligns: ['left', 'right', 'right'],
    ...STYLE,
  });
  const row = (what: string, of: (side: PlayedSide) => string): void => {
    table.push([what, of(without), of(ahead)]);
  };
  row('minutes under-provisioned', (side) => number(side.underProvisionedMinutes));
  row('requests above capacity', (side) => number(side.requestsAboveCapacity));
  row('instance hours', (side) => number(side.instanceHours));
  if (without.usd !== undefined) row('cost', ({ usd = 0 }) => dollars(usd));
  row('instances', ({ leastInstances, mostInstances }) => `${leastInstances} to ${mostInstances}`);
  row('scheduled actions that failed', (side) => number(side.failedActions));
  return table.toString();
}

/** A row for each day by the clocks of the forecast's time zone. */
export function dayTable({ hours, timezone }: PlayedForecast): string {
  const head = ['day', 'requests', 'busiest minute', 'needed', 'scheduled', 'instances', 'minutes under-provisioned'];
  const table = new Table({ head, colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')), ...STYLE });
  for (const [day, of] of daysOf(hours, timezone)) {
    const range = (value: (hour: PlayedHour) => number): string => {
      const values = of.map(value);
      return `${Math.min(...values)} to ${Math.max(...values)}`;
    };
    const both = (value: (side: HourOfSide) => number, by = 1): string =>
      [sum(of.map(({ without }) => value(without))), sum(of.map((hour) => value(hour.with)))]
        .map((total) => number(total / by))
        .join(' → ');
    table.push([
      day,
      number(sum(of.map(({ requests }) => requests))),
      number(Math.max(...of.map(({ peakPerMinute }) => peakPerMinute))),
      range(({ needed }) => needed),
      range(({ forecast }) => forecast),
      both(({ instances }) => instances, of.length),
      both(({ underProvisionedMinutes }) => underProvisionedMinutes),
    ]);
  }
  return table.toString();
}

function daysOf(hours: readonly PlayedHour[], timezone: string): Map<string, PlayedHour[]> {
  const days = new Map<string, PlayedHour[]>();
  for (const hour of hours) {
    const { date } = localTime(hour.at, timezone);
    days.set(date, [...(days.get(date) ?? []), hour]);
  }
  return days;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
