import type { TensorSpec } from '../model/manifest';
import type { ServedModel } from './served-model';

/** Bytes of an element as a tensor holds it; JSON takes more, text at least one. */
const ELEMENT_BYTES: Readonly<Record<TensorSpec['type'], number>> = {
  float64: 8,
  int64: 8,
  uint64: 8,
  float32: 4,
  int32: 4,
  uint32: 4,
  float16: 2,
  int16: 2,
  uint16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  string: 1,
};

/** The fewest bytes in which one row of a model can be asked for: a dimension that is not fixed counts once. */
export function rowBytes({ manifest }: ServedModel): number {
  return manifest.signature.inputs.reduce((sum, { type, shape }) => {
    const elements = shape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : 1), 1);
    return sum + elements * ELEMENT_BYTES[type];
  }, 0);
}
