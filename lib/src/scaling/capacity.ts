import { InferenceError } from '../errors';
import type { Scaled } from './scaled';
import type { ScalingSpec } from './scaling-spec';

/** What serves as long as there is one of it. */
const NEVER_ZERO: readonly Scaled['kind'][] = ['instances'];

type IsUnresolved = (value: unknown) => boolean;

export function checkCapacity({ scaled, minCapacity, maxCapacity, initialCapacity, isUnresolved }: ScalingSpec): void {
  checkBounds(minCapacity, maxCapacity, isUnresolved);
  if (!isUnresolved(minCapacity)) checkZero(scaled, minCapacity);
  if (initialCapacity === undefined || [initialCapacity, minCapacity, maxCapacity].some(isUnresolved)) return;
  if (initialCapacity < minCapacity || initialCapacity > maxCapacity) {
    throw new InferenceError(
      'InitialCapacityOutOfRange',
      `${scaled.kind === 'copies' ? 'copy' : 'instance'} count (${initialCapacity}): between the minimum (${minCapacity}) and the maximum capacity (${maxCapacity}) that it scales to. choose a count or bounds that agree`,
    );
  }
}

/** Bounds as a target or a scheduled action has them; a missing one stays as it is. */
export function checkBounds(min: number | undefined, max: number | undefined, isUnresolved: IsUnresolved): void {
  for (const [name, value] of Object.entries({ minimum: min, maximum: max })) {
    if (value === undefined || isUnresolved(value) || (Number.isInteger(value) && value >= 0)) continue;
    throw new InferenceError(
      'CapacityOutOfRange',
      `${name} capacity (${value}): a whole number of at least 0. choose one in that range`,
    );
  }
  if (min === undefined || max === undefined || isUnresolved(min) || isUnresolved(max) || min <= max) return;
  throw new InferenceError(
    'CapacityOutOfRange',
    `minimum capacity (${min}): at most the maximum capacity (${max}). choose a smaller minimum or a larger maximum`,
  );
}

/** A maximum of 0 asks for none too. */
export function checkZero({ kind }: Scaled, minCapacity: number | undefined, maxCapacity?: number): void {
  const name = minCapacity === 0 ? 'minimum' : 'maximum';
  if ((minCapacity !== 0 && maxCapacity !== 0) || !NEVER_ZERO.includes(kind)) return;
  throw new InferenceError(
    'ScaleToZeroUnsupported',
    `${name} capacity (0): at least 1 instance, because a real-time endpoint refuses to run on none. serve the model ` +
      'with an asynchronous endpoint, an inference component or a function, which scale to zero, or schedule fewer ' +
      'instances by night',
  );
}

/** A scalable target is registered once; policies and schedules come on top. */
export function checkOnce(isOn: boolean, what: string): void {
  if (!isOn) return;
  throw new InferenceError(
    'ScalingAlreadyOn',
    `scaling of the ${what} (on already): can be turned on once. add policies and schedules to what the first call returned`,
  );
}

/** What is declared is set again by each deployment, and what scales it would be undone. */
export function checkNotDeclared(provisionedConcurrency: number | undefined): void {
  if (provisionedConcurrency === undefined) return;
  throw new InferenceError(
    'ProvisionedConcurrencyDeclared',
    `provisioned concurrency (${provisionedConcurrency}): not beside its scaling, which a deployment would undo. leave provisionedConcurrency out and set minCapacity`,
  );
}
