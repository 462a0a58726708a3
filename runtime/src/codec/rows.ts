import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { specText } from './describe-shape';
import { kindOf } from './element';
import { isNamedRow } from './named-row';
import { toTensor } from './nested';
import { checkSharedDimensions } from './shared-dimensions';

/** Rows, each complete in itself, into the model's inputs: an array, a named row, or an object keyed by input name. */
export function readRows(rows: readonly unknown[], { inputs }: Signature): Tensors {
  const [spec] = inputs;
  if (inputs.length === 1) {
    const tensors = {
      [spec.name]: toTensor(areKeyedBy(spec, rows) ? rows.map((row) => row[spec.name]) : rows, spec),
    };
    checkSharedDimensions(tensors, inputs);
    return tensors;
  }
  const columns: Record<string, unknown[]> = Object.fromEntries(inputs.map(({ name }) => [name, []]));
  rows.forEach((row, number) => {
    if (!isNamedRow(row)) {
      throw new Fault('BodyInvalid', `Row ${number} is not an object keyed by input name.`, {
        expected: 'object',
        got: kindOf(row),
      });
    }
    const missing = inputs.find(({ name }) => !Object.hasOwn(row, name));
    if (missing !== undefined) {
      throw new Fault('InputMissing', `Input '${missing.name}' is missing in row ${number}.`, {
        field: missing.name,
        expected: specText(missing),
        got: 'nothing',
      });
    }
    if (Object.keys(row).length > inputs.length) {
      const names = inputs.map(({ name }) => `'${name}'`).join(', ');
      throw new Fault('InputUnknown', `Row ${number} has unknown names; the model has ${names}.`, {
        expected: names,
        got: 'unknown names',
      });
    }
    inputs.forEach(({ name }) => columns[name].push(row[name]));
  });
  const tensors = Object.fromEntries(inputs.map((input) => [input.name, toTensor(columns[input.name], input)]));
  checkSharedDimensions(tensors, inputs);
  return tensors;
}

function areKeyedBy(spec: TensorSpec, rows: readonly unknown[]): rows is readonly Record<string, unknown>[] {
  return (
    spec.features?.includes(spec.name) !== true &&
    rows.every((row) => isNamedRow(row) && Object.keys(row).length === 1 && Object.hasOwn(row, spec.name))
  );
}
