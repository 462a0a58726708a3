import { randomUUID } from 'node:crypto';
import type { ScheduledInvocation } from '../assembly/assembly-reader';
import { LATEST } from '../assembly/callable';
import type { Clock } from '../clock/clock';
import { Turn } from '../clock/clock';
import type { Invocation } from '../invoker/invoker';
import type { AwsCall } from '../room/aws-call';
import type { FunctionRoom } from '../room/function-room';
import type { PlayedVersions } from '../room/played-versions';
import { parseSchedule } from '../scaling/schedule/schedule';
import type { Schedule } from '../scaling/schedule/schedule';
import type { ScheduledRun, ScheduleFacts } from './schedule-facts';
import { scheduledEvent } from './scheduled-event';

/** How far is looked for the next invocation after the rehearsal: a week and a day. */
const LOOK_MINUTES = 8 * 1440;

interface Entry {
  readonly invocation: ScheduledInvocation;
  readonly schedule: Schedule;
  readonly runs: ScheduledRun[];
}

/** Invokes functions when their schedules say so, in virtual time. */
export class SchedulePlayer {
  private readonly entries: readonly Entry[];

  /** @param origin when the deployment begins, in minutes since 1970 */
  constructor(
    scheduled: readonly ScheduledInvocation[],
    private readonly origin: number,
    private readonly room: FunctionRoom,
    private readonly versions: PlayedVersions,
  ) {
    this.entries = scheduled.map((invocation) => ({
      invocation,
      schedule: parseSchedule(invocation.expression, invocation.bounds),
      runs: [],
    }));
  }

  /** Puts the schedules on the clock; `isOver` says when nothing more is to be invoked. */
  start(clock: Clock, isOver: (minute: number) => boolean): void {
    if (this.entries.length === 0) return;
    const tick = (minute: number): void => {
      clock.at(minute, Turn.SCHEDULES, async () => {
        if (isOver(minute)) return;
        for (const entry of this.entries) {
          if (entry.schedule.isDue(this.origin + minute, this.origin)) await this.run(entry, minute);
        }
        tick(minute + 1);
      });
    };
    tick(0);
  }

  /** What was invoked, and when each schedule is due next after `end`. */
  facts(end: number): ScheduleFacts[] {
    return this.entries.map(({ invocation, schedule, runs }) => {
      const next = this.nextAfter(schedule, end);
      return {
        path: invocation.path,
        function: invocation.function.path,
        expression: invocation.expression,
        ...(invocation.bounds.timezone === undefined ? {} : { timezone: invocation.bounds.timezone }),
        runs,
        ...(next === undefined ? {} : { next: timeOf(next) }),
      };
    });
  }

  private nextAfter(schedule: Schedule, end: number): number | undefined {
    for (let minute = this.origin + end; minute < this.origin + end + LOOK_MINUTES; minute++) {
      if (schedule.isDue(minute, this.origin)) return minute;
    }
    return undefined;
  }

  private async run({ invocation: scheduled, runs }: Entry, minute: number): Promise<void> {
    const event = scheduledEvent(scheduled, timeOf(this.origin + minute), randomUUID());
    const { invocation, calls } = await this.invoke(scheduled, event);
    const { error, durationMilliseconds } = invocation;
    runs.push({
      minute,
      milliseconds: Math.round(durationMilliseconds * 100) / 100,
      ...(error === undefined ? {} : { failure: `${error.type}: ${error.message}` }),
      calls,
    });
  }

  private async invoke(
    { function: fn, qualifier = LATEST }: ScheduledInvocation,
    event: unknown,
  ): Promise<{ readonly invocation: Invocation; readonly calls: readonly AwsCall[] }> {
    const played = await this.versions.invoke(fn.version.functionName, qualifier, event, undefined);
    return played === undefined ? this.room.invoke(fn, event) : { invocation: played.invocation, calls: [] };
  }
}

/** To the second, as EventBridge writes it. */
function timeOf(epochMinute: number): string {
  return new Date(epochMinute * 60_000).toISOString().replace('.000Z', 'Z');
}
