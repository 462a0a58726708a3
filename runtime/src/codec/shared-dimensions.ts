import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { shapeMismatch } from './dims';

/** A dimension that stands twice, in one input or in two, has one size in a request. */
export function checkSharedDimensions(tensors: Tensors, specs: readonly TensorSpec[]): void {
  const sizes = new Map<string, { size: number; owner: string }>();
  for (const spec of specs) {
    spec.shape.forEach((dimension, axis) => {
      const size = tensors[spec.name].dims[axis];
      const known = typeof dimension === 'string' ? sizes.get(dimension) : undefined;
      if (known !== undefined && known.size !== size) {
        throw shapeMismatch(
          spec,
          `${dimension} = ${size}`,
          `${dimension} = ${known.size}, as in input '${known.owner}'`,
        );
      }
      if (typeof dimension === 'string') {
        sizes.set(dimension, { size, owner: spec.name });
      }
    });
  }
}
