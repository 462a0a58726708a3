import type { HookEvent } from '../assembly/assembly-reader';
import { Turn } from '../clock/clock';
import type { ControlledTraffic, ControlPlane, DeploymentOutcome, Rollout } from './control-plane';
import { playSteps, ringing } from './play-steps';

/**
 * CodeDeploy on Lambda: asks a hook, shifts an alias's weight step by step, asks another hook, and looks at the alarms every
 * minute.
 */
export class CodeDeploy implements ControlPlane {
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void {
    const check = (minute: number): DeploymentOutcome | undefined => {
      const alarms = ringing(rollout, traffic);
      if (alarms.length === 0) return undefined;
      if (rollout.rollsBackOnAlarm) traffic.shift(0, 0);
      return { kind: rollout.rollsBackOnAlarm ? 'rolled-back' : 'stopped', minute, alarms };
    };
    /** Before any traffic has shifted there is nothing to roll back. */
    const failed = (event: HookEvent, minute: number, reason: string): DeploymentOutcome => {
      const isBack = event === 'BeforeAllowTraffic' || rollout.rollsBackOnFailure !== false;
      if (isBack) traffic.shift(0, 0);
      return { kind: isBack ? 'rolled-back' : 'stopped', minute, alarms: [], reason };
    };
    const ask = (event: HookEvent, from: number, goOn: (minute: number) => void): void => {
      const hook = traffic.hooks?.[event];
      if (hook === undefined) return goOn(from);
      traffic.clock.at(from, Turn.CONTROL, async () => {
        const { minutes, failure } = await hook();
        const wait = (minute: number): void =>
          traffic.clock.at(minute, Turn.CONTROL, () => {
            const stopped = check(minute);
            if (stopped !== undefined) return done(stopped);
            if (minute < from + minutes) return wait(minute + 1);
            return failure === undefined ? goOn(minute) : done(failed(event, minute, failure));
          });
        wait(from + 1);
      });
    };
    const end = (outcome: DeploymentOutcome): void => {
      if (outcome.kind !== 'promoted') return done(outcome);
      ask('AfterAllowTraffic', outcome.minute, (minute) => done({ ...outcome, minute }));
    };
    ask('BeforeAllowTraffic', 0, (minute) => playSteps(rollout, traffic, check, end, minute));
  }
}
