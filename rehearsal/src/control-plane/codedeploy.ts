import type { ControlledTraffic, ControlPlane, DeploymentOutcome, Rollout } from './control-plane';
import { playSteps, ringing } from './play-steps';

/** CodeDeploy on Lambda: shifts an alias's weight step by step, and asks for the alarms every minute. */
export class CodeDeploy implements ControlPlane {
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void {
    const check = (minute: number): DeploymentOutcome | undefined => {
      const alarms = ringing(rollout, traffic);
      if (alarms.length === 0) return undefined;
      if (rollout.rollsBackOnAlarm) traffic.shift(0, 0);
      return { kind: rollout.rollsBackOnAlarm ? 'rolled-back' : 'stopped', minute, alarms };
    };
    playSteps(rollout, traffic, check, done);
  }
}
