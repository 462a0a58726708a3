import { missingAllowed } from '@inference-constructs/core/out/model/input-rules';
import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { TensorData } from '../engine/engine';
import { WRITE, type WriteElement } from './element';

/** The bits of a float16 that is not a number. */
const FLOAT16_NAN = 0x7e00;

const allowedBySpec = new WeakMap<TensorSpec, { readonly at: ((index: number) => boolean) | undefined }>();

/** Whether the element at an index may be missing; undefined where none of the input may. */
export function missingAt(spec: TensorSpec): ((index: number) => boolean) | undefined {
  let known = allowedBySpec.get(spec);
  if (known === undefined) {
    const allowed = missingAllowed(spec);
    const columns = spec.features?.length ?? 1;
    known = { at: allowed && ((index) => allowed(index % columns)) };
    allowedBySpec.set(spec, known);
  }
  return known.at;
}

/** Writes the elements of an input, also those that may be missing. */
export function writerFor(spec: TensorSpec, isMissing: (value: unknown) => boolean = isNull): WriteElement {
  const write = WRITE[spec.type];
  const mayBeMissing = missingAt(spec);
  if (mayBeMissing === undefined) {
    return write;
  }
  return (value, data, index) => {
    if (!isMissing(value) || !mayBeMissing(index)) {
      return write(value, data, index);
    }
    (data as Exclude<TensorData, string[]>)[index] = spec.type === 'float16' ? FLOAT16_NAN : Number.NaN;
    return undefined;
  };
}

/** null, as JSON has it, and NaN, as binary formats have it. */
function isNull(value: unknown): boolean {
  return value === null || Number.isNaN(value);
}
