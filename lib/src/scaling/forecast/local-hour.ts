/** Hours of a week, from Sunday midnight on. */
export const HOURS_PER_WEEK = 168;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The hour of the week by the clocks of a time zone, its daylight-saving time included. */
export function hourOfWeek(timezone: string): (epochMilliseconds: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return DAYS.indexOf(parts.weekday) * 24 + Number(parts.hour);
  };
}
