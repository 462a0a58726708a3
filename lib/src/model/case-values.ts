import type { FieldChecks } from './field-checks';
import { under } from './field-checks';
import type { TensorSpec } from './manifest';
import { tensorFault } from './tensor-values';

/** Checks the tensors of a recorded case; `sizes` are those of the named dimensions, found so far. */
export function checkValues(
  pointer: string,
  values: Record<string, unknown> | undefined,
  specs: readonly TensorSpec[],
  sizes: Map<string, number>,
  checks: FieldChecks,
): void {
  for (const spec of specs) {
    if (values === undefined || !Object.hasOwn(values, spec.name)) continue;
    // A tensor at fault says nothing about the sizes of the others.
    const seen = new Map(sizes);
    const fault = tensorFault(values[spec.name], spec, seen);
    if (fault === undefined) seen.forEach((size, dimension) => sizes.set(dimension, size));
    else checks.note(`${under(pointer, spec.name)}${fault.at} (${fault.found}): expected ${fault.expected}`);
  }
}
