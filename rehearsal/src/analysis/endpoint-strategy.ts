import { instanceFacts } from '@inference-constructs/core/out/catalog/instances';
import { endpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';
import type { DeclaredEndpoint } from '../assembly/assembly-reader';

/** How an endpoint's traffic moves to the next configuration. */
export interface EndpointStrategy {
  readonly kind: 'all-at-once' | 'canary' | 'linear' | 'rolling';
  /** Share of each shift; 100 for all at once. */
  readonly percent: number;
  readonly bakeMinutes: number;
  readonly terminationMinutes: number;
  readonly timeoutMinutes?: number;
  /** Why what is declared is not what AWS does. */
  readonly fallback?: string;
}

type Block = Readonly<Record<string, unknown>>;

/** Deployment guardrails: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html */
export function endpointStrategy(endpoint: DeclaredEndpoint): EndpointStrategy {
  const fallback = endpoint.deployment === undefined ? undefined : fallbackOf(endpoint);
  if (fallback !== undefined) {
    return { kind: 'all-at-once', percent: 100, bakeMinutes: 0, terminationMinutes: 0, fallback };
  }
  const { strategy, firstPercent, bakeSeconds, terminationSeconds } = endpointUpdate({ ...endpoint });
  const { BlueGreenUpdatePolicy, RollingUpdatePolicy } = endpoint.deployment ?? {};
  const policy = block(RollingUpdatePolicy ?? BlueGreenUpdatePolicy);
  const routing = block(policy.TrafficRoutingConfiguration);
  const size = block(routing.CanarySize ?? routing.LinearStepSize ?? policy.MaximumBatchSize);
  const timeout = Number(policy.MaximumExecutionTimeoutInSeconds);
  return {
    kind: strategy,
    percent: size.Type === 'INSTANCE_COUNT' ? shareOfFleet(Number(size.Value), endpoint) : Math.min(100, firstPercent),
    bakeMinutes: bakeSeconds / 60,
    terminationMinutes: terminationSeconds / 60,
    ...(timeout > 0 ? { timeoutMinutes: timeout / 60 } : {}),
  };
}

/** What AWS documents to be updated all at once whatever is declared. */
function fallbackOf({ variants, deployment }: DeclaredEndpoint): string | undefined {
  const types = variants.map(({ properties }) => String(properties.InstanceType));
  const inf1 = types.find((type) => instanceFacts(type)?.family === 'inf1');
  if (inf1 !== undefined) return `guardrails do not apply to ${inf1}`;
  if (deployment?.RollingUpdatePolicy === undefined) return undefined;
  if (variants.length > 1) return 'rolling updates do not apply to endpoints of several variants';
  return variants.some(({ properties }) => properties.ServerlessConfig !== undefined)
    ? 'rolling updates do not apply to serverless endpoints'
    : undefined;
}

function shareOfFleet(instances: number, { variants }: DeclaredEndpoint): number {
  const fleet = variants.reduce((sum, { properties }) => sum + (Number(properties.InitialInstanceCount) || 0), 0);
  return instances > 0 && fleet > 0 ? Math.min(100, (100 * instances) / fleet) : 100;
}

function block(value: unknown): Block {
  return value !== null && typeof value === 'object' ? (value as Block) : {};
}
