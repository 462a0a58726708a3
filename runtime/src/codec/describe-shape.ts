import type { Dimension, TensorSpec } from '@inference-constructs/core/out/model/manifest';

export function shapeText(shape: readonly Dimension[]): string {
  return `[${shape.join(', ')}]`;
}

/** For example `float32 [batch, 30]`. */
export function specText(spec: TensorSpec): string {
  return `${spec.type} ${shapeText(spec.shape)}`;
}

/** What a column is called: its feature's name, or the input's where columns have no names. */
export function columnName(spec: TensorSpec, column: number): string {
  return spec.features?.[column] ?? spec.name;
}
