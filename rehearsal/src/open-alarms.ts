import type { Minute, OpenAlarm } from './result';

const REASON =
  'datapoints are missing, and CloudWatch does not publish how many older ones it then looks at, nor when too few of them are enough';

/** The watched alarms that may have been in ALARM before the decision, by what AWS publishes, and may not have been. */
export function openAlarms(timeline: readonly Minute[], decided: number, watched: readonly string[]): OpenAlarm[] {
  const minutes = new Map<string, number[]>();
  for (const { minute, alarms } of timeline) {
    if (minute >= decided) continue;
    for (const { alarm, possible } of alarms) {
      if (possible?.includes('ALARM') !== true || !watched.includes(alarm)) continue;
      minutes.set(alarm, [...(minutes.get(alarm) ?? []), minute]);
    }
  }
  return [...minutes].map(([alarm, open]) => ({ alarm, minutes: open, reason: REASON }));
}

/** `minute 3`, `minutes 3 to 5 and 8`. */
export function minutesText(minutes: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const minute of minutes) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === minute - 1) last[1] = minute;
    else runs.push([minute, minute]);
  }
  const texts = runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  const last = texts.length > 1 ? ` and ${texts.pop()}` : '';
  return `${minutes.length === 1 ? 'minute' : 'minutes'} ${texts.join(', ')}${last}`;
}
