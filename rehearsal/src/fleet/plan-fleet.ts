import { createHash } from 'node:crypto';
import { SAGEMAKER } from '@inference-constructs/core/out/catalog/sagemaker';
import type { Asset, DeclaredEndpoint, DeclaredVariant } from '../assembly/assembly-reader';
import { containersOf } from '../assembly/endpoints';
import type { FleetPlan, ShadowPlan, VariantPlan } from './fleet-plan';

/** What an endpoint that can be played runs: see `whyNotPlayed`. */
export function planFleet(endpoint: DeclaredEndpoint): FleetPlan {
  const { name, stack, variants, shadowVariants } = endpoint;
  const planned = variants.map(planVariant);
  return {
    endpointName: name,
    configName: String(endpoint.properties.EndpointConfigName),
    region: stack.stack.region,
    variants: planned,
    shadows: shadowVariants.map((shadow) => planShadow(planVariant(shadow), planned)),
  };
}

/** What tells one release of an endpoint from the next: everything it runs, and how. */
export function fleetKey({ variants, shadows }: FleetPlan): string {
  const parts = [...variants, ...shadows.map(({ variant }) => variant)].map(
    ({ modelData, imageFolder: _, ...rest }) => [modelData.key, rest],
  );
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function planVariant({ name, properties, model, modelData, imageFolder }: DeclaredVariant): VariantPlan {
  const [container] = model === undefined ? [] : containersOf(model);
  const { RoutingStrategy } = (properties.RoutingConfig ?? {}) as { RoutingStrategy?: unknown };
  const { environment, unresolved } = environmentOf(container?.Environment);
  return {
    name,
    weight: Number(properties.InitialVariantWeight ?? 1),
    instanceType: String(properties.InstanceType),
    instances: Math.max(1, Number(properties.InitialInstanceCount ?? 1)),
    routing: RoutingStrategy === 'LEAST_OUTSTANDING_REQUESTS' ? RoutingStrategy : 'RANDOM',
    modelData: modelData as Asset,
    image: String(container?.Image),
    imageFolder,
    environment,
    unresolved,
    startupSeconds: Number(
      properties.ContainerStartupHealthCheckTimeoutInSeconds ?? SAGEMAKER.STARTUP_HEALTH_CHECK_SECONDS,
    ),
  };
}

/** Only an experiment names a percentage; in a configuration weights say how much is copied. */
function planShadow(variant: VariantPlan, variants: readonly VariantPlan[]): ShadowPlan {
  const production = variants.reduce((sum, { weight }) => sum + weight, 0);
  return { variant, share: production === 0 ? 1 : Math.min(1, variant.weight / production) };
}

function environmentOf(declared: unknown): Pick<VariantPlan, 'environment' | 'unresolved'> {
  const entries = Object.entries((declared ?? {}) as Record<string, unknown>);
  const isKnown = ([, value]: [string, unknown]): boolean => value === null || typeof value !== 'object';
  return {
    environment: Object.fromEntries(entries.filter(isKnown).map(([name, value]) => [name, String(value)])),
    unresolved: entries
      .filter((entry) => !isKnown(entry))
      .map(([name, value]) => `${name} (${Object.keys(value as object).join(', ')}), left out`),
  };
}
