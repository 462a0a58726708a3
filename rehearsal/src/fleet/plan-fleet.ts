import { createHash } from 'node:crypto';
import { SAGEMAKER } from '@inference-constructs/core/out/catalog/sagemaker';
import { instanceTypesOf } from '@inference-constructs/core/out/rules/variants/declared';
import type { Asset, DeclaredEndpoint, DeclaredVariant } from '../assembly/assembly-reader';
import { containersOf } from '../assembly/endpoints';
import type { AsyncPlan, FleetPlan, ServerlessPlan, ShadowPlan, VariantPlan } from './fleet-plan';

/** What an endpoint that can be played runs: see `whyNotPlayed`. */
export function planFleet(endpoint: DeclaredEndpoint): FleetPlan {
  const { name, component, stack, variants, shadowVariants } = endpoint;
  const asynchronous = asyncPlan(endpoint);
  const timeoutSeconds =
    asynchronous === undefined ? SAGEMAKER.INVOCATION_TIMEOUT_SECONDS : SAGEMAKER.ASYNC_INVOCATION_TIMEOUT_SECONDS;
  const plan = (variant: DeclaredVariant): VariantPlan =>
    planVariant(variant, timeoutSeconds, component === undefined ? 1 : 0);
  const planned = variants.map(plan);
  return {
    endpointName: name,
    ...(component === undefined ? {} : { componentName: component }),
    configName: String(endpoint.properties.EndpointConfigName),
    region: stack.stack.region,
    variants: planned,
    shadows: shadowVariants.map((shadow) => planShadow(plan(shadow), planned)),
    ...(asynchronous && { asynchronous }),
  };
}

/** What tells one release of an endpoint from the next: everything it runs, and how. */
export function fleetKey({ variants, shadows, asynchronous }: FleetPlan): string {
  const parts = [...variants, ...shadows.map(({ variant }) => variant)].map(
    ({ modelData, imageFolder: _, ...rest }) => [modelData.key, rest],
  );
  return createHash('sha256')
    .update(JSON.stringify([parts, asynchronous]))
    .digest('hex');
}

function serverlessPlan(declared: unknown): ServerlessPlan | undefined {
  if (declared === undefined) return undefined;
  const { MemorySizeInMB, MaxConcurrency, ProvisionedConcurrency = 0 } = declared as Record<string, unknown>;
  return {
    memoryMib: Number(MemorySizeInMB),
    maxConcurrency: Number(MaxConcurrency),
    provisionedConcurrency: Number(ProvisionedConcurrency),
  };
}

function asyncPlan({ config }: DeclaredEndpoint): AsyncPlan | undefined {
  const declared = config?.properties.AsyncInferenceConfig as { ClientConfig?: Record<string, unknown> } | undefined;
  if (declared === undefined) return undefined;
  const most = declared.ClientConfig?.MaxConcurrentInvocationsPerInstance;
  return most === undefined ? {} : { maxConcurrent: Number(most) };
}

function planVariant(
  { name, properties, model, modelData, imageFolder }: DeclaredVariant,
  timeoutSeconds: number,
  leastInstances: number,
): VariantPlan {
  const [container] = model === undefined ? [] : containersOf(model);
  const { RoutingStrategy } = (properties.RoutingConfig ?? {}) as { RoutingStrategy?: unknown };
  const { environment, unresolved } = environmentOf(container?.Environment);
  const serverless = serverlessPlan(properties.ServerlessConfig);
  const [first, ...others] = instanceTypesOf(properties);
  const startup =
    serverless === undefined ? SAGEMAKER.STARTUP_HEALTH_CHECK_SECONDS : SAGEMAKER.SERVERLESS_STARTUP_SECONDS;
  return {
    name,
    weight: Number(properties.InitialVariantWeight ?? 1),
    instanceType: serverless === undefined ? String(first) : 'serverless',
    ...(others.length === 0 ? {} : { otherTypes: others.map(String) }),
    ...(serverless && { serverless }),
    instances: Math.max(leastInstances, Number(properties.InitialInstanceCount ?? 1)),
    routing: RoutingStrategy === 'LEAST_OUTSTANDING_REQUESTS' ? RoutingStrategy : 'RANDOM',
    modelData: modelData as Asset,
    image: String(container?.Image),
    imageFolder,
    environment,
    unresolved,
    startupSeconds: Number(properties.ContainerStartupHealthCheckTimeoutInSeconds ?? startup),
    timeoutSeconds,
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
