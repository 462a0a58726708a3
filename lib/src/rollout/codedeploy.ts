import type { PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import type { RolloutSpec } from './rollout';

/** A step of a CodeDeploy deployment on Lambda: the new version's share until the next step. */
export interface TrafficStep {
  readonly percent: number;
  /** Minutes on this step; 0 for the last. */
  readonly minutes: number;
}

/** CodeDeploy's own deployment configurations for Lambda. */
const PREDEFINED: Readonly<Record<string, readonly TrafficStep[]>> = {
  'CodeDeployDefault.LambdaAllAtOnce': allAtOnce(),
  'CodeDeployDefault.LambdaCanary10Percent5Minutes': canary(10, 5),
  'CodeDeployDefault.LambdaCanary10Percent10Minutes': canary(10, 10),
  'CodeDeployDefault.LambdaCanary10Percent15Minutes': canary(10, 15),
  'CodeDeployDefault.LambdaCanary10Percent30Minutes': canary(10, 30),
  'CodeDeployDefault.LambdaLinear10PercentEvery1Minute': linear(10, 1),
  'CodeDeployDefault.LambdaLinear10PercentEvery2Minutes': linear(10, 2),
  'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes': linear(10, 3),
  'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes': linear(10, 10),
};

export function allAtOnce(): TrafficStep[] {
  return [{ percent: 100, minutes: 0 }];
}

export function canary(percent: number, minutes: number): TrafficStep[] {
  return [
    { percent, minutes },
    { percent: 100, minutes: 0 },
  ];
}

export function linear(percent: number, minutes: number): TrafficStep[] {
  const steps: TrafficStep[] = [];
  for (let share = percent; share < 100; share += percent) steps.push({ percent: share, minutes });
  return [...steps, { percent: 100, minutes: 0 }];
}

/** The steps of one of CodeDeploy's own configurations. */
export function predefinedSteps(name: string): readonly TrafficStep[] | undefined {
  return PREDEFINED[name];
}

/** The steps that a `TrafficRoutingConfig` (CloudFormation's shape) describes; undefined if it describes none. */
export function routingSteps(routing: unknown): TrafficStep[] | undefined {
  const config = (routing ?? {}) as Record<string, Record<string, unknown> | string>;
  const block = config[String(config.Type)] as Record<string, unknown> | undefined;
  switch (config.Type) {
    case 'AllAtOnce':
      return allAtOnce();
    case 'TimeBasedCanary':
      return numbers(block?.CanaryPercentage, block?.CanaryInterval, canary);
    case 'TimeBasedLinear':
      return numbers(block?.LinearPercentage, block?.LinearInterval, linear);
    default:
      return undefined;
  }
}

function numbers(percent: unknown, minutes: unknown, steps: (p: number, m: number) => TrafficStep[]) {
  const values = [Number(percent), Number(minutes)];
  return values.every((value) => value > 0) ? steps(values[0], values[1]) : undefined;
}

export interface DeploymentConfigDecision {
  /** Name of the configuration, or a reference to `resource`. */
  readonly name: string;
  /** The configuration to declare, where CodeDeploy has none of its own. */
  readonly resource?: PlannedResource;
}

/** One of CodeDeploy's own configurations where it has one, else one of ours. */
export function decideDeploymentConfig(id: string, rollout: RolloutSpec): DeploymentConfigDecision {
  const { steps, routing } = shifts(rollout);
  const own = Object.entries(PREDEFINED).find(([, known]) => JSON.stringify(known) === JSON.stringify(steps));
  if (own !== undefined) return { name: own[0] };
  return {
    name: ref(id),
    resource: {
      id,
      type: 'AWS::CodeDeploy::DeploymentConfig',
      properties: { ComputePlatform: 'Lambda', TrafficRoutingConfig: routing },
    },
  };
}

function shifts(rollout: RolloutSpec): { readonly steps: readonly TrafficStep[]; readonly routing?: Properties } {
  switch (rollout.kind) {
    case 'canary': {
      const { percent, bakeMinutes } = rollout;
      const block = { CanaryPercentage: percent, CanaryInterval: bakeMinutes };
      return { steps: canary(percent, bakeMinutes), routing: { Type: 'TimeBasedCanary', TimeBasedCanary: block } };
    }
    case 'linear': {
      const { percent, bakeMinutes } = rollout;
      const block = { LinearPercentage: percent, LinearInterval: bakeMinutes };
      return { steps: linear(percent, bakeMinutes), routing: { Type: 'TimeBasedLinear', TimeBasedLinear: block } };
    }
    default:
      return { steps: allAtOnce() };
  }
}
