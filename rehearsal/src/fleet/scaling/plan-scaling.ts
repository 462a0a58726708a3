import { startingMinutes } from '@inference-constructs/core/out/catalog/starting';
import type { DeclaredEndpoint } from '../../assembly/assembly-reader';
import type { MetricStore } from '../../metrics/metric-store';
import type { ScalingInput } from '../../scaling/scaling-input';
import type { FleetPlan, VariantPlan } from '../fleet-plan';
import { typesOf } from '../fleet-plan';
import { ScaledVariant } from './scaled-variant';
import { settledCapacity } from './settled-capacity';

/** The circumstances under which variants are scaled. */
export interface ScalingScope {
  /** Requests a minute, to all variants together, before anything unusual happens. */
  readonly requestsPerMinute: number;
  /** When the deployment begins. */
  readonly startsAt: Date;
  readonly startIsAssumed: boolean;
}

/** Instances of a variant, or copies of a component. */
const UNITS = ['sagemaker:variant:DesiredInstanceCount', 'sagemaker:inference-component:DesiredCopyCount'];

/** What moves the instances of a variant; undefined where nothing does. */
export function scalingOf({ variants }: DeclaredEndpoint, variantName: string): ScalingInput | undefined {
  const declared = variants.find(({ name }) => name === variantName)?.scaling ?? [];
  return declared.flatMap(({ input }) => input ?? []).find(({ target }) => UNITS.includes(target.dimension));
}

/** A fleet as its scaling has left it when a deployment begins, and how that is known. */
export function scaledBefore(
  endpoint: DeclaredEndpoint,
  fleet: FleetPlan,
  { requestsPerMinute, startsAt }: ScalingScope,
): { readonly fleet: FleetPlan; readonly notes: readonly string[] } {
  const whole = fleet.variants.reduce((sum, { weight }) => sum + weight, 0);
  const notes: string[] = [];
  const [noun, unit] = wordsOf(fleet);
  const variants = fleet.variants.map((variant): VariantPlan => {
    const input = scalingOf(endpoint, variant.name);
    if (input === undefined) return variant;
    const rate = requestsPerMinute * (whole === 0 ? 1 / fleet.variants.length : variant.weight / whole);
    const declared = { ...input, target: { ...input.target, initialCapacity: variant.instances } };
    const settled = settledCapacity(declared, rate, startsAt);
    notes.push(
      settled === undefined
        ? `${noun} ${variant.name} was assumed to have ${variant.instances} ${unit} when the deployment begins: what its policies look at does not follow from requests alone`
        : `${noun} ${variant.name} has ${settled} ${unit} when the deployment begins: so its policies leave it at ${round(rate)} requests a minute`,
    );
    return { ...variant, instances: settled ?? variant.instances };
  });
  return { fleet: { ...fleet, variants }, notes };
}

/** What a deployment does to fleets that were scaled. */
export function resetNotes(before: FleetPlan, after: FleetPlan, deployed: DeclaredEndpoint): string[] {
  return after.variants.flatMap(({ name, instances }) => {
    const was = before.variants.find((variant) => variant.name === name)?.instances;
    if (was === undefined || was === instances || scalingOf(deployed, name) === undefined) return [];
    return [
      after.componentName === undefined
        ? `the deployment sets variant ${name} from ${was} instances to the ${instances} of its configuration: DesiredInstanceCount is not retained`
        : `the deployment was assumed to set component ${name} from ${was} copies to the ${instances} of the template, because AWS does not document that it keeps them`,
    ];
  });
}

/** Those variants of a fleet that are scaled. */
export function scaledVariants(
  endpoint: DeclaredEndpoint,
  fleet: FleetPlan,
  store: MetricStore,
  { startsAt, startIsAssumed }: ScalingScope,
): ScaledVariant[] {
  return fleet.variants.flatMap((variant) => {
    const { name, instances } = variant;
    const input = scalingOf(endpoint, name);
    if (input === undefined) return [];
    const provisioning = startingMinutes(typesOf(variant));
    return [
      new ScaledVariant({
        variantName: name,
        input,
        store,
        startsAt,
        startIsAssumed,
        provisioningMinutes: provisioning,
        instances,
        unit: wordsOf(fleet)[1],
      }),
    ];
  });
}

/** What has capacity, and what that counts. */
function wordsOf({ componentName }: FleetPlan): ['variant', 'instances'] | ['component', 'copies'] {
  return componentName === undefined ? ['variant', 'instances'] : ['component', 'copies'];
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
