const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** `Mon 2026-11-02` and `13:00`, by the clocks of a time zone. */
export function localTime(time: string, timezone: string): { readonly date: string; readonly clock: string } {
  const format = FORMATS.get(timezone) ?? formatOf(timezone);
  FORMATS.set(timezone, format);
  const parts = format.formatToParts(Date.parse(time)).map(({ type, value }) => [type, value]);
  const { weekday, year, month, day, hour, minute } = Object.fromEntries(parts) as Record<string, string>;
  return { date: `${weekday} ${year}-${month}-${day}`, clock: `${hour}:${minute}` };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** `Mon 2026-11-02 13:00`. */
export function localText(time: string, timezone: string): string {
  const { date, clock } = localTime(time, timezone);
  return `${date} ${clock}`;
}
