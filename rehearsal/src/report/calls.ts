import type { HookFacts } from '../hooks/hook-facts';
import type { DeploymentResult } from '../result';
import { callText } from '../room/call-text';
import type { ScheduleFacts } from '../schedules/schedule-facts';
import { plural } from './words';

/** What hooks and scheduled functions asked of AWS, what was refused, and what ran by the clock; a line each. */
export function callLines({ hooks, schedules }: DeploymentResult): string[] {
  return [...hooks.flatMap(hookLines), ...schedules.flatMap(scheduleLines)];
}

function hookLines({ event, seconds, calls }: HookFacts): string[] {
  const asked = calls.map(callText).join(', ');
  return [`${event} hook on this machine: ${seconds.toFixed(1)} s${asked === '' ? '' : `; it asked for ${asked}`}`];
}

function scheduleLines({ path, function: invoked, expression, timezone, runs, next }: ScheduleFacts): string[] {
  const failed = runs.filter(({ failure }) => failure !== undefined);
  const zone = timezone === undefined ? '' : ` (${timezone})`;
  const due = next === undefined ? 'not due within a week after it' : `next due at ${next}`;
  const minutes = runs.map(({ minute }) => minute);
  const ran =
    runs.length === 0
      ? 'not due in the rehearsed time'
      : `invoked ${plural(runs.length, 'time')} (${minutesOf(minutes)})`;
  return [
    `schedule ${path}: ${expression}${zone} → ${invoked}: ${ran}${failed.length === 0 ? '' : `, ${failed.length} failed`}; ${due}`,
    ...failed.slice(0, 1).map(({ minute, failure }) => `  at minute ${minute}: ${failure}`),
    ...[
      ...new Set(runs.flatMap(({ calls }) => calls.filter(({ refused }) => refused !== undefined).map(callText))),
    ].map((text) => `  it asked for ${text}`),
  ];
}

const MOST_MINUTES = 6;

function minutesOf(minutes: readonly number[]): string {
  const first = minutes.slice(0, MOST_MINUTES).join(', ');
  return `minute${minutes.length === 1 ? '' : 's'} ${first}${minutes.length > MOST_MINUTES ? ', …' : ''}`;
}
