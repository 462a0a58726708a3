import type { GoldenCase } from '@inference-constructs/core/out/model/golden';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { DeclaredAlarm } from './alarms/alarm-evaluator';
import type { ControlPlane, DeploymentOutcome, Rollout } from './control-plane/control-plane';
import type { GoldenResult } from './golden-check';
import type { PlannedHook } from './hooks/hook-player';
import type { MetricStore } from './metrics/metric-store';
import type { Companion } from './play/companion';
import type { Side } from './play/side';
import type { PlayedVersion } from './room/played-versions';
import type { DeploymentEvent, Target } from './result';
import type { Recording } from './traffic/recording';

/** A deployment that is to be played, of whatever it is. */
export interface PlannedDeployment {
  readonly target: Target;
  /** An endpoint that starts sandboxes as requests come. Default: false. */
  readonly isServerless?: boolean;
  readonly rollout: Rollout;
  readonly controlPlane: ControlPlane;
  /** Those that the rollout names, and those that composite ones among them speak of. */
  readonly alarms: readonly DeclaredAlarm[];
  readonly expectedRequestsPerMinute?: number;
  /** What `--traffic` has for its model, where it has been read. */
  readonly recording?: Recording;
  /** There is no old release. */
  readonly isFirst: boolean;
  /** What had to be assumed in order to play it, and what to know of it; in sentences. */
  readonly notes: readonly string[];
  /** Functions that are asked whether to go on. Default: none. */
  readonly hooks?: readonly PlannedHook[];
  /** Why others cannot be asked here: nobody knows what they would say. Default: none. */
  readonly notAsked?: readonly string[];
  /** ARN of the deployment group that asks them. */
  readonly deploymentGroupArn?: string;
  /** What happens around the traffic, given how it ends. */
  events?(outcome: DeploymentOutcome): readonly DeploymentEvent[];
  /** Recorded cases of the new release's model. */
  readonly cases: readonly GoldenCase[];
  /** Inputs of the model that callers know: the one deployed now, else the new one. Default: not known. */
  readonly inputs?: readonly TensorSpec[];
  /** Recorded cases of the model that is deployed now; empty for a first deployment. */
  readonly deployedCases: readonly GoldenCase[];
  /** Sends the cases through the door of a release of their own; undefined where the sides do that. */
  checkGolden?(): Promise<GoldenResult>;
  /** What goes on beside it, where anything does. */
  companion?(store: MetricStore): Companion | undefined;
  /** Starts what is deployed now, or what is to be. */
  start(which: 'old' | 'new', store: MetricStore): Promise<StartedSide>;
}

export interface StartedSide {
  readonly side: Side;
  readonly golden?: GoldenResult;
  /** How others invoke it; functions only. */
  readonly version?: PlayedVersion;
}
