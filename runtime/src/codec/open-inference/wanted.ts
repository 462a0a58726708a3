import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../../errors';
import { isNamedRow } from '../named-row';
import { malformed } from './malformed';

/** An output that the client asked for. */
export interface Wanted {
  readonly name: string;
  readonly isBinary: boolean;
}

/** Without `outputs`, all of them. */
export function readWanted(outputs: unknown, parameters: unknown, specs: readonly TensorSpec[]): Wanted[] {
  const allBinary = isNamedRow(parameters) && parameters.binary_data_output === true;
  if (outputs === undefined || outputs === null || (Array.isArray(outputs) && outputs.length === 0)) {
    return specs.map(({ name }) => ({ name, isBinary: allBinary }));
  }
  if (!Array.isArray(outputs) || !outputs.every(isNamedRow)) {
    throw malformed("Field 'outputs'", 'array of objects', outputs);
  }
  return outputs.map((output) => {
    const spec = specs.find(({ name }) => name === output.name);
    if (spec === undefined) {
      const expected = specs.map(({ name }) => `'${name}'`).join(', ');
      throw new Fault('OutputUnknown', `Field 'outputs' has an unknown name; the model has ${expected}.`, {
        field: 'outputs',
        expected,
        got: '1 unknown name',
      });
    }
    const own = isNamedRow(output.parameters) ? output.parameters : {};
    if (own.classification !== undefined && own.classification !== 0) {
      throw new Fault('BodyInvalid', "Parameter 'classification' is not known here: ask for the output itself.", {
        field: spec.name,
        expected: 'no classification',
        got: 'classification',
      });
    }
    return { name: spec.name, isBinary: typeof own.binary_data === 'boolean' ? own.binary_data : allBinary };
  });
}
