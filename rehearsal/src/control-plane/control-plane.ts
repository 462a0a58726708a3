import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import type { AlarmStatus } from '../alarms/alarm-evaluator';
import type { HookEvent } from '../assembly/assembly-reader';
import type { Clock } from '../clock/clock';

/** How a deployment is to be rolled out, as the template says. */
export interface Rollout {
  /** Name of the deployment configuration. */
  readonly configuration: string;
  readonly steps: readonly TrafficStep[];
  /** Names of the alarms that stop it. */
  readonly alarmNames: readonly string[];
  /** Whether a deployment that an alarm stopped is rolled back. */
  readonly rollsBackOnAlarm: boolean;
  /** Whether a deployment that failed otherwise is rolled back. Default: true. */
  readonly rollsBackOnFailure?: boolean;
  /** When it is given up, in minutes. */
  readonly longestMinutes?: number;
  /** How long a rollback takes until the old release has all the traffic again, in minutes. Default: 0. */
  readonly rollbackMinutes?: number;
  /** Whether instances of the old release go as those of the new one come. */
  readonly isRolling?: boolean;
}

/** What a hook made of the deployment. */
export interface HookAnswer {
  /** How long it was waited for, in whole minutes, at least one. */
  readonly minutes: number;
  /** Why the deployment does not go on. */
  readonly failure?: string;
}

/** What the control plane sees and moves. */
export interface ControlledTraffic {
  readonly clock: Clock;
  /** The alarms as last evaluated. */
  alarms(): readonly AlarmStatus[];
  /** Gives the new version a share of the traffic, in percent. */
  shift(percent: number, step: number): void;
  /** Why the new release never comes into service; undefined where it does. */
  failure?(): string | undefined;
  /** The functions that are to be asked. */
  readonly hooks?: Readonly<Partial<Record<HookEvent, () => Promise<HookAnswer>>>>;
  /** Notes what it does, for people. */
  tell?(what: string): void;
}

export interface DeploymentOutcome {
  readonly kind: 'promoted' | 'rolled-back' | 'stopped' | 'failed';
  /** Virtual minute of the decision. */
  readonly minute: number;
  /** The alarms that were in ALARM. */
  readonly alarms: readonly AlarmStatus[];
  /** What else decided, in words. */
  readonly reason?: string;
}

/** Port: who moves traffic to the new version, and takes it back. */
export interface ControlPlane {
  /** Puts the deployment on the clock; `done` hears once how it ended. */
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void;
}
