import { instanceTypesOf } from '@inference-constructs/core/out/rules/variants/declared';
import type { DeclaredEndpoint, DeclaredVariant } from './assembly-reader';
import { containersOf, locationOf } from './endpoints';

type Block = Readonly<Record<string, unknown>>;

/** Why an endpoint cannot be played; undefined where it can. */
export function whyNotPlayed({ component, config, variants, shadowVariants }: DeclaredEndpoint): string | undefined {
  if (component !== undefined)
    return variants.map((one) => whyVariantNotPlayed(one, NUMBERS_OF_COPIES)).find((reason) => reason !== undefined);
  if (config === undefined) return 'its configuration is not in the template. declare it, and its models, in the app';
  if (variants.length === 0) return 'its configuration has no variant';
  const { ClientConfig } = (config.properties.AsyncInferenceConfig ?? {}) as { ClientConfig?: Record<string, unknown> };
  const most = ClientConfig?.MaxConcurrentInvocationsPerInstance ?? 1;
  if (!(Number(most) >= 1)) {
    return `MaxConcurrentInvocationsPerInstance (${JSON.stringify(most)}) is no number from 1 on`;
  }
  return [...variants, ...shadowVariants].map((one) => whyVariantNotPlayed(one)).find((reason) => reason !== undefined);
}

/** What is counted with, and the least that AWS takes. */
const NUMBERS = { InitialInstanceCount: 1, InitialVariantWeight: 0, ContainerStartupHealthCheckTimeoutInSeconds: 1 };
/** A component may have no copy. */
const NUMBERS_OF_COPIES = { ...NUMBERS, InitialInstanceCount: 0 };
const SERVERLESS_NUMBERS = { MemorySizeInMB: 1, MaxConcurrency: 1, ProvisionedConcurrency: 0 };
/** Those that have no default. */
const REQUIRED = ['MemorySizeInMB', 'MaxConcurrency'];

function whyVariantNotPlayed(
  { name, properties, model, modelData }: DeclaredVariant,
  numbers: Readonly<Record<string, number>> = NUMBERS,
): string | undefined {
  const variant = (reason: string): string => `variant ${name}: ${reason}`;
  if (properties.InstancePools !== undefined && instanceTypesOf(properties).length === 0)
    return variant('its instance pools are not in the template');
  if (properties.ModelName === undefined)
    return variant(
      'it hosts inference components, which are played by themselves; its instances and what scales them are not',
    );
  const serverless = properties.ServerlessConfig as Block | undefined;
  const wrong =
    wrongNumber(properties, numbers) ??
    (serverless === undefined ? undefined : wrongNumber(serverless, SERVERLESS_NUMBERS));
  if (wrong !== undefined) return variant(wrong);
  if (model === undefined) return variant('its model is not in the template');
  const containers = containersOf(model);
  if (containers.length !== 1) return variant(`${containers.length} containers: only one can be played`);
  const [container] = containers;
  if (container.Mode === 'MultiModel') return variant('several models in one container are not rehearsed yet');
  if (container.ModelPackageName !== undefined) return variant('its model package is only in the registry');
  if (modelData === undefined) return variant(unreachable(container));
  return undefined;
}

function unreachable(container: Block): string {
  const location = locationOf(container);
  if (location === undefined) return 'its container has no model data, and what is in its image is not known here';
  const which = typeof location === 'string' ? location : 'known at deployment';
  return `its model data (${which}) are no asset of the assembly. let the app upload them, or say what they are with --model s3://bucket/key=FOLDER`;
}

function wrongNumber(properties: Block, numbers: Readonly<Record<string, number>>): string | undefined {
  for (const [property, least] of Object.entries(numbers)) {
    const value = properties[property] ?? (REQUIRED.includes(property) ? undefined : least);
    if (!(Number(value) >= least)) return `${property} (${JSON.stringify(value)}) is no number from ${least} on`;
  }
  return undefined;
}
