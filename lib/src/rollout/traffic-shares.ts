import type { EndpointUpdate } from './endpoint-update';

/** How much of a fleet one step takes; the fleet of an inference component is its copies. */
export interface StepSize {
  readonly unit: 'percent' | 'instances' | 'copies';
  readonly value: number;
}

/** The part of a fleet that stands behind one variant. */
export interface VariantFleet {
  /** Its traffic is its weight out of those of all variants. */
  readonly weight: number;
  /** Undefined where the template does not say, and of a serverless variant. */
  readonly instances?: number;
}

/** A share of a fleet in whole instances; AWS does not document how it rounds, and less than one cannot answer. */
export function wholeInstances(share: number, size: number): number {
  return Math.max(0, Math.min(size, Math.ceil(share * size - 1e-9)));
}

/** SageMaker: no step is smaller, whatever is declared. */
const LEAST_STEP = 1;

/**
 * The new fleet's share of the traffic after every shift, in percent. Capacity moves in whole instances: AWS does not document how
 * it rounds, so a step of a second fleet is assumed to be rounded up, and a batch of a rolling update, which is a maximum, down.
 */
export function trafficShares(
  { strategy, size }: Pick<EndpointUpdate, 'strategy' | 'size'>,
  variants: readonly VariantFleet[],
): number[] {
  // A configuration that is not in the template: its variants are not known, what a step takes still is.
  const fleets = variants.length > 0 ? variants : [{ weight: 1 }];
  if (strategy === 'all-at-once' || size === undefined) return [100];
  const step = { ...size, value: Math.max(LEAST_STEP, size.value) };
  const first = shifted(step, 1, fleets);
  if (strategy === 'rolling') return batchShares(step, fleets);
  if (strategy === 'canary') return first === 100 ? [100] : [first, 100];
  const shares = [first];
  for (let share = first; share < 100; shares.push(share)) share = shifted(step, shares.length + 1, fleets);
  return shares;
}

/** What a step of a fleet comes to as a share, rounded to no whole instance. */
export function declaredPercent({ unit, value }: StepSize, variants: readonly VariantFleet[]): number {
  const fleet = variants.reduce((sum, { instances = 0 }) => sum + instances, 0);
  if (unit === 'percent') return Math.min(100, value);
  return fleet > 0 ? Math.min(100, (100 * value) / fleet) : 100;
}

/** What the n-th step has shifted in all, of all variants by their weights. */
function shifted(size: StepSize, step: number, variants: readonly VariantFleet[]): number {
  const whole = variants.reduce((sum, { weight }) => sum + weight, 0);
  const percent = variants.reduce((sum, { weight, instances }) => {
    const share = whole === 0 ? 1 / variants.length : weight / whole;
    return sum + share * 100 * shiftedOf(size, step, instances);
  }, 0);
  return Math.min(100, rounded(percent));
}

function shiftedOf({ unit, value }: StepSize, step: number, instances: number | undefined): number {
  if (instances === undefined || instances === 0) return unit === 'percent' ? Math.min(1, (step * value) / 100) : 1;
  const share = unit === 'percent' ? value / 100 : value / instances;
  return wholeInstances(step * share, instances) / instances;
}

/** Instances that a batch of a rolling update replaces at most; at least one. */
export function batchOf({ unit, value }: StepSize, instances: number): number {
  const batch = Math.floor((unit === 'percent' ? (value * instances) / 100 : value) + 1e-9);
  return Math.min(instances, Math.max(1, batch));
}

/** How many instances stand beside a fleet of so many at the worst moment of an update: another such fleet, or a batch of it. */
export function instancesBeside(
  { kind, size }: { readonly kind: EndpointUpdate['strategy']; readonly size?: StepSize },
  instances: number,
): number {
  return kind === 'rolling' && size !== undefined ? batchOf(size, instances) : instances;
}

function batchShares(size: StepSize, variants: readonly VariantFleet[]): number[] {
  const instances = variants.at(0)?.instances ?? 0;
  const [whole, batch] =
    instances > 0 ? [instances, batchOf(size, instances)] : [100, size.unit === 'percent' ? size.value : 100];
  const count = Math.ceil(whole / batch - 1e-9);
  return Array.from({ length: count }, (_, i) => rounded((100 * Math.min(whole, (i + 1) * batch)) / whole));
}

function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
