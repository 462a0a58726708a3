import type { GraphResource } from '../graph/resource-graph';
import { PROVISIONING_SECONDS } from './guardrails';

/** How an endpoint goes from one fleet to the next, as its deployment configuration says. */
export interface EndpointUpdate {
  readonly strategy: 'all-at-once' | 'canary' | 'linear' | 'rolling';
  /** Share of the traffic on the first step. */
  readonly firstPercent: number;
  /** How often the traffic rests while alarms watch. */
  readonly bakes: number;
  readonly bakeSeconds: number;
  /** How long the old fleet is kept after the last shift. */
  readonly terminationSeconds: number;
  /** How many instances are billed on top while the update lasts, for each of the fleet. */
  readonly extraShare: number;
  readonly isGuarded: boolean;
}

/** Deployment guardrails' time model. Source: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html */
export function endpointUpdate({ properties }: GraphResource): EndpointUpdate {
  const config = block(properties.DeploymentConfig);
  const rolling = block(config.RollingUpdatePolicy);
  if (config.RollingUpdatePolicy !== undefined) {
    const percent = number(block(rolling.MaximumBatchSize).Value, 100);
    return {
      ...update('rolling', percent, Math.ceil(100 / percent), number(rolling.WaitIntervalInSeconds, 0)),
      extraShare: percent / 100,
    };
  }
  const blueGreen = block(config.BlueGreenUpdatePolicy);
  const routing = block(blueGreen.TrafficRoutingConfiguration);
  const wait = number(routing.WaitIntervalInSeconds, 0);
  const terminationSeconds = number(blueGreen.TerminationWaitInSeconds, 0);
  switch (routing.Type) {
    case 'CANARY':
      return { ...update('canary', number(block(routing.CanarySize).Value, 100), 2, wait), terminationSeconds };
    case 'LINEAR': {
      const percent = number(block(routing.LinearStepSize).Value, 100);
      return { ...update('linear', percent, Math.ceil(100 / percent), wait), terminationSeconds };
    }
    case 'ALL_AT_ONCE':
      return { ...update('all-at-once', 100, 1, wait), terminationSeconds };
    default:
      return { ...update('all-at-once', 100, 0, 0), isGuarded: false };
  }
}

/** How long both fleets stand, a fleet's start assumed. */
export function overlapSeconds({ bakes, bakeSeconds, terminationSeconds }: EndpointUpdate): number {
  return PROVISIONING_SECONDS + bakes * bakeSeconds + terminationSeconds;
}

function update(
  strategy: EndpointUpdate['strategy'],
  firstPercent: number,
  bakes: number,
  bakeSeconds: number,
): EndpointUpdate {
  return { strategy, firstPercent, bakes, bakeSeconds, terminationSeconds: 0, extraShare: 1, isGuarded: true };
}

function block(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function number(value: unknown, otherwise: number): number {
  const parsed = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isFinite(parsed) && parsed > 0 ? parsed : otherwise;
}
