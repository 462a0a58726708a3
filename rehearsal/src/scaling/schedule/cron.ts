import { CannotEvaluate } from '../../alarms/math/cannot-evaluate';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Of a day: the fields of a calendar on the wall. Sunday is 1, as in AWS's expressions. */
interface Fields {
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
  readonly year: number;
  readonly lastDay: number;
}

type Matches = (fields: Fields) => boolean;

/**
 * AWS's cron expressions: minutes, hours, day of month, month, day of week, year. One of the two days must be `?` (or both
 * `*`); `L`, `W` and `#` as AWS has them. Gives whether a minute of the local clock matches. Throws CannotEvaluate.
 */
export function parseCron(text: string): (localMinute: number) => boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) throw new CannotEvaluate(`cron(${text}), which has ${fields.length} fields, not 6`);
  const [minute, hour, day, month, weekday, year] = fields;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const days: Matches[] = [
    dayOfMonth(day),
    values(month, 1, 12, (on) => on.month, MONTHS),
    dayOfWeek(weekday),
    values(year, 1970, 2199, (on) => on.year),
  ];
  return (localMinute) => {
    if (!minutes.has(modulo(localMinute, 60)) || !hours.has(Math.floor(modulo(localMinute, 1440) / 60))) return false;
    const on = fieldsOf(localMinute);
    return days.every((matches) => matches(on));
  };
}

function fieldsOf(localMinute: number): Fields {
  const date = new Date(localMinute * 60_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    day: date.getUTCDate(),
    month: month + 1,
    weekday: date.getUTCDay() + 1,
    year,
    lastDay: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
  };
}

function values(
  text: string,
  least: number,
  most: number,
  of: (fields: Fields) => number,
  names?: readonly string[],
): Matches {
  const allowed = numbers(text, least, most, names);
  return (fields) => allowed.has(of(fields));
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** `*`, `?`, `5`, `1-5`, `MON-FRI`, `0/15`, and several of them with commas. */
function numbers(text: string, least: number, most: number, names: readonly string[] = []): ReadonlySet<number> {
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:([*?])|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) throw new CannotEvaluate(`cron field ${text}`);
    const [, any, first, last, step] = match;
    const from = any === undefined ? numberOf(first, least, most, names, text) : least;
    const open = any !== undefined || (last === undefined && step !== undefined);
    const to = open ? most : last === undefined ? from : numberOf(last, least, most, names, text);
    const by = step === undefined ? 1 : Number(step);
    if (by < 1 || to < from) throw new CannotEvaluate(`cron field ${text}`);
    for (let value = from; value <= to; value += by) allowed.add(value);
  }
  return allowed;
}

function numberOf(text: string, least: number, most: number, names: readonly string[], field: string): number {
  const name = names.indexOf(text.toUpperCase());
  const value = name >= 0 ? name + 1 : Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new CannotEvaluate(`cron field ${field}`);
  return value;
}

/** `L`: the last day; `15W`: the weekday nearest to the 15th in its month. */
function dayOfMonth(text: string): Matches {
  if (text === 'L') return ({ day, lastDay }) => day === lastDay;
  const near = /^(\d{1,2})W$/.exec(text);
  if (near === null) return values(text, 1, 31, ({ day }) => day);
  const wanted = numberOf(near[1], 1, 31, [], text);
  return ({ day, weekday, lastDay }) => {
    const on = modulo(weekday - 1 + wanted - day, 7);
    if (on === 6) return day === (wanted > 1 ? wanted - 1 : wanted + 2);
    if (on === 0) return day === (wanted < lastDay ? wanted + 1 : wanted - 2);
    return day === wanted;
  };
}

/** `6L`: the last Friday of the month; `3#2`: its second Tuesday; `L` is Saturday. */
function dayOfWeek(text: string): Matches {
  const last = /^(\w+?)L$/.exec(text);
  if (last !== null) {
    const wanted = numberOf(last[1], 1, 7, WEEKDAYS, text);
    return ({ weekday, day, lastDay }) => weekday === wanted && day + 7 > lastDay;
  }
  const nth = /^(\w+)#([1-5])$/.exec(text);
  if (nth !== null) {
    const wanted = numberOf(nth[1], 1, 7, WEEKDAYS, text);
    return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === Number(nth[2]);
  }
  return values(text === 'L' ? '7' : text, 1, 7, ({ weekday }) => weekday, WEEKDAYS);
}
