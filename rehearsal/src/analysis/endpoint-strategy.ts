import { startingMinutes } from '@inference-constructs/core/out/catalog/starting';
import { endpointUpdate, guardrailsDoNotHold } from '@inference-constructs/core/out/rollout/endpoint-update';
import type { EndpointUpdate } from '@inference-constructs/core/out/rollout/endpoint-update';
import type { StepSize } from '@inference-constructs/core/out/rollout/traffic-shares';
import { declaredPercent, trafficShares } from '@inference-constructs/core/out/rollout/traffic-shares';
import type { DeclaredEndpoint, DeclaredVariant } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';

/** How an endpoint's traffic moves to the next configuration. */
export interface EndpointStrategy {
  readonly kind: EndpointUpdate['strategy'];
  /** What a step takes, as it is declared; undefined for all at once. */
  readonly size?: StepSize;
  /** Share of the first shift as it is declared, in percent; 100 for all at once. */
  readonly percent: number;
  /** What each shift comes to in all, in whole instances; a bake follows each. */
  readonly shares: readonly number[];
  /** Until a fleet, or a batch of it, is in service; assumed. */
  readonly startMinutes: number;
  readonly bakeMinutes: number;
  readonly terminationMinutes: number;
  readonly timeoutMinutes?: number;
  /** Whether a deployment configuration is declared, and holds. */
  readonly isGuarded: boolean;
  readonly isServerless: boolean;
  /** Why what is declared is not what AWS does. */
  readonly fallback?: string;
}

/** Deployment guardrails: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html */
export function endpointStrategy({ variants, deployment }: DeclaredEndpoint): EndpointStrategy {
  const runsOn = variants.map(instancesOf);
  const isServerless = runsOn.some(({ serverless }) => serverless !== undefined);
  const startMinutes = startingMinutes(runsOn.flatMap(({ instanceTypes }) => instanceTypes));
  const declared = endpointUpdate(deployment);
  const fallback =
    deployment === undefined
      ? undefined
      : guardrailsDoNotHold(
          runsOn.map(({ instanceTypes, serverless }) => ({ instanceTypes, isServerless: serverless !== undefined })),
          declared.strategy === 'rolling',
        );
  if (fallback !== undefined) {
    const atOnce = { kind: 'all-at-once', percent: 100, shares: [100], bakeMinutes: 0, terminationMinutes: 0 } as const;
    return { ...atOnce, startMinutes, isGuarded: false, isServerless, fallback };
  }
  const { strategy, size, bakeSeconds, terminationSeconds, timeoutSeconds, isGuarded } = declared;
  const fleet = variants.map(fleetOf);
  return {
    kind: strategy,
    ...(size === undefined ? {} : { size }),
    percent: size === undefined ? 100 : declaredPercent(size, fleet),
    shares: trafficShares({ strategy, size }, fleet),
    startMinutes,
    bakeMinutes: bakeSeconds / 60,
    terminationMinutes: terminationSeconds / 60,
    ...(timeoutSeconds === undefined ? {} : { timeoutMinutes: timeoutSeconds / 60 }),
    isGuarded,
    isServerless,
  };
}

function fleetOf(variant: DeclaredVariant) {
  const weight = Number(variant.properties.InitialVariantWeight ?? 1);
  return { weight: Number.isFinite(weight) ? weight : 1, instances: instancesOf(variant).count };
}
