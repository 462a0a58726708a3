import type { ControlledTraffic, ControlPlane, DeploymentOutcome, Rollout } from '../control-plane';
import { Turn } from '../../clock/clock';
import { playSteps, ringing, startsOf } from '../play-steps';

/**
 * SageMaker's UpdateEndpoint: starts the new fleet, shifts traffic to it in steps, bakes after each, and goes back where an
 * alarm rings, the new containers do not become healthy, or the time is over.
 */
export class SageMakerDeployments implements ControlPlane {
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void {
    const starts = startsOf(rollout);
    const firstShift = starts[rollout.steps.findIndex(({ percent }) => percent > 0)];
    const back = (outcome: Omit<DeploymentOutcome, 'kind'>): DeploymentOutcome | 'later' => {
      const rolledBack: DeploymentOutcome = { ...outcome, kind: 'rolled-back' };
      const later = outcome.minute > firstShift ? (rollout.rollbackMinutes ?? 0) : 0;
      if (later === 0) {
        traffic.shift(0, 0);
        return rolledBack;
      }
      const minute = outcome.minute + later;
      traffic.tell?.(`roll back: the old fleet starts again, in service at minute ${minute}`);
      traffic.clock.at(minute, Turn.CONTROL, () => {
        traffic.shift(0, 0);
        done({ ...rolledBack, minute });
      });
      return 'later';
    };
    const check = (minute: number): DeploymentOutcome | 'later' | undefined => {
      const failure = minute === firstShift ? traffic.failure?.() : undefined;
      if (failure !== undefined) return back({ minute, alarms: [], reason: failure });
      const alarms = minute > firstShift && rollout.rollsBackOnAlarm ? ringing(rollout, traffic) : [];
      if (alarms.length > 0) return back({ minute, alarms });
      if (rollout.longestMinutes !== undefined && minute >= rollout.longestMinutes) {
        return back({
          minute,
          alarms: [],
          reason: `it took longer than MaximumExecutionTimeoutInSeconds allows (${rollout.longestMinutes} minutes)`,
        });
      }
      return undefined;
    };
    playSteps(rollout, traffic, check, done);
  }
}

/** CreateEndpoint has no guardrails: it comes into service or it fails. */
export class SageMakerCreation implements ControlPlane {
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void {
    const check = (minute: number): DeploymentOutcome | undefined => {
      const reason = traffic.failure?.();
      return reason === undefined ? undefined : { kind: 'failed', minute, alarms: [], reason };
    };
    playSteps(rollout, traffic, check, done);
  }
}
