import { categoriesOf, missingAllowed, rangeOf } from '@inference-constructs/core/out/model/input-rules';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';

export type Schema = Readonly<Record<string, unknown>>;

/** The schema of an element, with what `model.json` says about its column; the very same where it says nothing. */
export function withRules(element: Schema, spec: TensorSpec, column: number): Schema {
  const range = rangeOf(spec, column);
  const categories = categoriesOf(spec, column);
  const isMissing = missingAllowed(spec)?.(column) === true;
  if (range === undefined && categories === undefined && !isMissing) {
    return element;
  }
  // Digits as a string, as 64-bit integers may come, are not compared here: the runtime does it.
  const [form, ...others] = Array.isArray(element.oneOf) ? (element.oneOf as Schema[]) : [element];
  const ruled: Schema = {
    ...form,
    ...(isMissing ? { type: [form.type, 'null'] } : {}),
    ...(range?.min === undefined ? {} : { minimum: larger(range.min, form.minimum) }),
    ...(range?.max === undefined ? {} : { maximum: -larger(-range.max, negative(form.maximum)) }),
    ...(categories === undefined ? {} : { enum: isMissing ? [...categories, null] : categories }),
  };
  return others.length === 0 ? ruled : { oneOf: [ruled, ...others] };
}

function larger(bound: number, own: unknown): number {
  return typeof own === 'number' ? Math.max(bound, own) : bound;
}

function negative(bound: unknown): unknown {
  return typeof bound === 'number' ? -bound : bound;
}
