import { mustAlarm } from '../alarms/alarm-evaluator';
import { Turn } from '../clock/clock';
import type { ControlledTraffic, ControlPlane, DeploymentOutcome, Rollout } from './control-plane';

/**
 * CodeDeploy on Lambda: shifts an alias's weight step by step, and asks for the alarms every minute. An alarm of which AWS
 * leaves the state open does not stop it: it goes on until one is in ALARM for certain, and the result tells of the others.
 */
export class CodeDeploy implements ControlPlane {
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void {
    const starts = startsOf(rollout);
    const end = starts[starts.length - 1];
    const tick = (minute: number): void => {
      const alarms = traffic
        .alarms()
        .filter((status) => mustAlarm(status) && rollout.alarmNames.includes(status.alarm.name));
      if (alarms.length > 0) {
        if (rollout.rollsBackOnAlarm) traffic.shift(0, 0);
        done({ kind: rollout.rollsBackOnAlarm ? 'rolled-back' : 'stopped', minute, alarms });
        return;
      }
      const step = starts.lastIndexOf(minute);
      if (step >= 0) traffic.shift(rollout.steps[step].percent, step);
      if (minute === end) done({ kind: 'promoted', minute, alarms: [] });
      else traffic.clock.at(minute + 1, Turn.CONTROL, () => tick(minute + 1));
    };
    traffic.clock.at(0, Turn.CONTROL, () => tick(0));
  }
}

/** The minute at which each step begins. */
function startsOf({ steps }: Rollout): number[] {
  let minute = 0;
  return steps.map((step) => {
    const start = minute;
    minute += step.minutes;
    return start;
  });
}
