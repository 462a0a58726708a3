import { isInf1 } from '../catalog/instances';
import { block, certain, numeric } from '../graph/reading';
import type { StepSize } from './traffic-shares';

/** How an endpoint goes from one fleet to the next, as its deployment configuration says. */
export interface EndpointUpdate {
  readonly strategy: 'all-at-once' | 'canary' | 'linear' | 'rolling';
  /** What one step takes; undefined where all is taken at once. */
  readonly size?: StepSize;
  /** How long the traffic rests after every shift while alarms watch. */
  readonly bakeSeconds: number;
  /** How long the old fleet is kept after the last bake. */
  readonly terminationSeconds: number;
  /** When AWS gives up. */
  readonly timeoutSeconds?: number;
  readonly isGuarded: boolean;
}

/** Of a variant what decides whether guardrails hold. */
export interface GuardedVariant {
  /** All on which it may be; of pools all. */
  readonly instanceTypes: readonly unknown[];
  readonly isServerless: boolean;
}

/** Deployment guardrails' time model. Source: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html */
export function endpointUpdate(deployment: unknown): EndpointUpdate {
  const { RollingUpdatePolicy, BlueGreenUpdatePolicy } = certain(deployment) ?? {};
  const [rolling = {}, blueGreen = {}] = [certain(RollingUpdatePolicy), certain(BlueGreenUpdatePolicy)];
  const isRolling = certain(RollingUpdatePolicy) !== undefined;
  const routing = certain(blueGreen.TrafficRoutingConfiguration) ?? {};
  const strategy = isRolling ? 'rolling' : (STRATEGIES[String(routing.Type)] ?? 'all-at-once');
  const timeoutSeconds = positive((isRolling ? rolling : blueGreen).MaximumExecutionTimeoutInSeconds);
  return {
    strategy,
    ...sizeOf(
      { rolling: rolling.MaximumBatchSize, canary: routing.CanarySize, linear: routing.LinearStepSize },
      strategy,
    ),
    bakeSeconds: positive((isRolling ? rolling : routing).WaitIntervalInSeconds) ?? 0,
    terminationSeconds: positive(blueGreen.TerminationWaitInSeconds) ?? 0,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    isGuarded: isRolling || routing.Type !== undefined,
  };
}

const STRATEGIES: Readonly<Record<string, EndpointUpdate['strategy']>> = { CANARY: 'canary', LINEAR: 'linear' };

/** Steps by their share, or by number: of instances, or of the copies of a component. */
const UNITS: Readonly<Record<string, StepSize['unit']>> = {
  CAPACITY_PERCENT: 'percent',
  INSTANCE_COUNT: 'instances',
  COPY_COUNT: 'copies',
};

function sizeOf(
  sizes: Readonly<Record<'rolling' | 'canary' | 'linear', unknown>>,
  strategy: EndpointUpdate['strategy'],
): Pick<EndpointUpdate, 'size'> {
  if (strategy === 'all-at-once') return {};
  const { Type, Value } = block(sizes[strategy]) ?? {};
  const [unit, value] = [UNITS[String(Type)], positive(Value)];
  return unit === undefined || value === undefined ? {} : { size: { unit, value } };
}

/** `10 %`, `2 instances`, or `1 copy`. */
export function stepText(size: StepSize | undefined): string {
  if (size === undefined) return 'unknown size';
  const { unit, value } = size;
  if (unit === 'percent') return `${value} %`;
  return `${value} ${value === 1 ? ONE[unit] : unit}`;
}

const ONE = { instances: 'instance', copies: 'copy' } as const;

/** What SageMaker's deployment guardrails do not hold for, and what to do instead. */
export interface GuardrailsExclusion {
  readonly why: string;
  /** Where the rollout has steps. */
  readonly remedy: string;
}

const SERVERLESS = {
  why: 'it is serverless',
  remedy: 'remove DeploymentConfig, or serve the model on instances',
};
const INFERENTIA = {
  why: 'its instances are Inf1',
  remedy: 'choose another instance type, or move all traffic at once',
};
const SEVERAL = {
  why: 'a rolling deployment needs a single variant',
  remedy: 'choose a blue/green one',
};

/**
 * Why SageMaker moves all traffic at once whatever is declared, and does not say so; undefined where it does not.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html
 */
export function guardrailsExclusion(
  variants: readonly GuardedVariant[],
  isRolling: boolean,
): GuardrailsExclusion | undefined {
  if (variants.some(({ isServerless }) => isServerless)) return SERVERLESS;
  if (variants.some(({ instanceTypes }) => instanceTypes.some(isInf1))) return INFERENTIA;
  return isRolling && variants.length > 1 ? SEVERAL : undefined;
}

/** The reason alone. */
export function guardrailsDoNotHold(variants: readonly GuardedVariant[], isRolling: boolean): string | undefined {
  return guardrailsExclusion(variants, isRolling)?.why;
}

function positive(value: unknown): number | undefined {
  const known = numeric(value);
  return known !== undefined && known > 0 ? known : undefined;
}
