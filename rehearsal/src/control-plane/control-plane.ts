import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';
import type { AlarmStatus } from '../alarms/alarm-evaluator';
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
}

/** What the control plane sees and moves. */
export interface ControlledTraffic {
  readonly clock: Clock;
  /** The alarms as last evaluated. */
  alarms(): readonly AlarmStatus[];
  /** Gives the new version a share of the traffic, in percent. */
  shift(percent: number, step: number): void;
}

export interface DeploymentOutcome {
  readonly kind: 'promoted' | 'rolled-back' | 'stopped';
  /** Virtual minute of the decision. */
  readonly minute: number;
  /** The alarms that were in ALARM. */
  readonly alarms: readonly AlarmStatus[];
}

/** Port: who moves traffic to the new version, and takes it back. */
export interface ControlPlane {
  /** Puts the deployment on the clock; `done` hears once how it ended. */
  deploy(rollout: Rollout, traffic: ControlledTraffic, done: (outcome: DeploymentOutcome) => void): void;
}
