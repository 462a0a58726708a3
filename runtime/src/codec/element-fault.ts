import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../errors';
import type { Misfit } from './element';
import { elementCount } from './tensor-data';

/** The fault of one element, told by its column's name and its row (the first is row 0). */
export function elementFault(spec: TensorSpec, dims: readonly number[], index: number, misfit: Misfit): Fault {
  const { code, expected, got } = misfit;
  const { field, where } = locate(spec, dims, index);
  return new Fault(code, `${where}: expected ${expected}, got ${got}.`, { field, expected, got });
}

export function locate(
  spec: TensorSpec,
  dims: readonly number[],
  index: number,
): { readonly field: string; readonly where: string } {
  const column = dims.length === 0 ? 0 : index % dims[dims.length - 1];
  const row = Math.floor(index / Math.max(1, elementCount(dims.slice(1))));
  const feature = spec.features?.[column];
  const what = feature === undefined ? `Input '${spec.name}'` : `Feature '${feature}'`;
  return { field: feature ?? spec.name, where: dims.length === 0 ? what : `${what} in row ${row}` };
}
