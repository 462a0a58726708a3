import type { AlarmStatus } from '../alarms/alarm-evaluator';
import { mustAlarm } from '../alarms/alarm-evaluator';
import { Turn } from '../clock/clock';
import type { ControlledTraffic, DeploymentOutcome, Rollout } from './control-plane';

/**
 * Shifts traffic step by step, and asks every minute whether to go on; the deployment is promoted when the last step
 * begins. `check` may end it, or say that it ends `later`. The first step begins at minute `from`.
 */
export function playSteps(
  rollout: Rollout,
  traffic: ControlledTraffic,
  check: (minute: number) => DeploymentOutcome | 'later' | undefined,
  done: (outcome: DeploymentOutcome) => void,
  from = 0,
): void {
  const starts = startsOf(rollout).map((start) => from + start);
  const end = starts[starts.length - 1];
  const tick = (minute: number): void => {
    const ended = check(minute);
    if (ended === 'later') return;
    if (ended !== undefined) {
      done(ended);
      return;
    }
    const step = starts.lastIndexOf(minute);
    if (step >= 0) traffic.shift(rollout.steps[step].percent, step);
    if (minute === end) done({ kind: 'promoted', minute, alarms: [] });
    else traffic.clock.at(minute + 1, Turn.CONTROL, () => tick(minute + 1));
  };
  traffic.clock.at(from, Turn.CONTROL, () => tick(from));
}

/** The minute at which each step begins. */
export function startsOf({ steps }: Pick<Rollout, 'steps'>): number[] {
  let minute = 0;
  return steps.map((step) => {
    const start = minute;
    minute += step.minutes;
    return start;
  });
}

/**
 * The alarms of the rollout that are in ALARM. One of which AWS leaves the state open does not count: the deployment goes on
 * until one is in ALARM for certain, and the result tells of the others.
 */
export function ringing({ alarmNames }: Rollout, traffic: ControlledTraffic): AlarmStatus[] {
  return traffic.alarms().filter((status) => mustAlarm(status) && alarmNames.includes(status.alarm.name));
}
