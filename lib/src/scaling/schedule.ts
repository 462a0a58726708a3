import { InferenceError } from '../errors';
import type { Plan } from '../plan/plan';
import { literalName } from '../plan/names';
import { checkBounds, checkZero } from './capacity';
import { identityOf } from './scaled';
import { checkSchedule, checkTimezone } from './schedule-expression';
import type { ScalingSpec } from './scaling-spec';

/** The finest grain: a resource of Terraform's, and a part of the scalable target in CloudFormation. */
export const SCHEDULED_ACTION = 'AWS::ApplicationAutoScaling::ScheduledAction';

const MAX_ACTION_NAME = 128;

export interface ScheduleSpec {
  /** `at(…)`, `rate(…)` or `cron(…)`. */
  readonly schedule: string;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
  readonly timezone?: string;
  /** ISO 8601. */
  readonly startTime?: string;
  readonly endTime?: string;
}

/** Other bounds from a time on. Capacity outside them moves at once; policies scale within them. */
export function decideSchedule(spec: ScalingSpec, id: string, scheduled: ScheduleSpec): Plan {
  const { minCapacity, maxCapacity, schedule, timezone, startTime, endTime } = scheduled;
  const { isUnresolved } = spec;
  if (minCapacity === undefined && maxCapacity === undefined) {
    throw new InferenceError(
      'ScheduleEmpty',
      'schedule (without a capacity): a minimum, a maximum or both. say what changes at that time',
    );
  }
  checkBounds(minCapacity, maxCapacity, isUnresolved);
  checkZero(spec.scaled, minCapacity, maxCapacity);
  if (!isUnresolved(schedule)) checkSchedule(schedule);
  if (timezone !== undefined && !isUnresolved(timezone)) checkTimezone(timezone);
  return {
    resources: [
      {
        id,
        type: SCHEDULED_ACTION,
        dependsOn: ['Resource'],
        properties: {
          ScheduledActionName: literalName([id], `${spec.path}/${id}`, MAX_ACTION_NAME),
          ...identityOf(spec.scaled),
          Schedule: schedule,
          ...(timezone === undefined ? {} : { Timezone: timezone }),
          ...(startTime === undefined ? {} : { StartTime: startTime }),
          ...(endTime === undefined ? {} : { EndTime: endTime }),
          ScalableTargetAction: {
            ...(minCapacity === undefined ? {} : { MinCapacity: minCapacity }),
            ...(maxCapacity === undefined ? {} : { MaxCapacity: maxCapacity }),
          },
        },
      },
    ],
    notes: [],
  };
}
