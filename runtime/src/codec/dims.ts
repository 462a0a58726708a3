import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../errors';
import { shapeText } from './describe-shape';

/** Refuses sizes that the signature rules out. A zero-row batch would run and answer nothing. */
export function checkDims(spec: TensorSpec, dims: readonly number[]): void {
  if (dims[0] === 0 && typeof spec.shape[0] === 'string') {
    throw new Fault('RowsMissing', `Input '${spec.name}' has no rows.`, {
      field: spec.name,
      expected: 'at least 1 row',
      got: '0 rows',
    });
  }
  const fits =
    dims.length === spec.shape.length &&
    spec.shape.every((size, axis) => (typeof size === 'number' ? dims[axis] === size : dims[axis] > 0));
  if (!fits) {
    throw shapeMismatch(spec, shapeText(dims));
  }
}

export function shapeMismatch(spec: TensorSpec, got: string, expected = shapeText(spec.shape)): Fault {
  return new Fault('ShapeMismatch', `Input '${spec.name}': expected the shape ${expected}, got ${got}.`, {
    field: spec.name,
    expected,
    got,
  });
}

/** As many bytes or elements as no tensor of a right shape has. */
export function sizeMismatch(spec: TensorSpec, got: string, expected: string): Fault {
  return new Fault('ShapeMismatch', `Input '${spec.name}': expected ${expected}, got ${got}.`, {
    field: spec.name,
    expected,
    got,
  });
}

/** Siblings of different lengths. */
export function ragged(spec: TensorSpec): Fault {
  return new Fault('BodyInvalid', `Input '${spec.name}' is ragged: its rows have different lengths.`, {
    field: spec.name,
    expected: shapeText(spec.shape),
    got: 'rows of different lengths',
  });
}
