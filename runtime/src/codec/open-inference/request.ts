import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensor, Tensors } from '../../engine/engine';
import { Fault } from '../../errors';
import { checkInputNames } from '../json-request';
import { parseJson } from '../json-text';
import { isNamedRow, type NamedRow } from '../named-row';
import { readRawRequest } from '../raw-request';
import { checkSharedDimensions } from '../shared-dimensions';
import { malformed } from './malformed';
import type { SplitBody } from './body';
import { readInput } from './input';
import { readWanted, type Wanted } from './wanted';

export interface InferRequest {
  readonly id?: string;
  readonly inputs: Tensors;
  /** The outputs to answer with, in that order. */
  readonly wanted: readonly Wanted[];
}

export function readInferRequest({ json, binary }: SplitBody, signature: Signature): InferRequest {
  if (json.length === 0 && binary.length > 0) {
    const wanted = signature.outputs.map(({ name }) => ({ name, isBinary: true }));
    return { inputs: readRawRequest(binary, signature), wanted };
  }
  const request = parseJson(json);
  if (!isNamedRow(request)) {
    throw malformed('The request', 'object', request);
  }
  const { id, parameters, inputs, outputs } = request;
  if (id !== undefined && typeof id !== 'string') {
    throw malformed("Field 'id'", 'string', id);
  }
  if (!Array.isArray(inputs) || !inputs.every(isNamedRow)) {
    throw malformed("Field 'inputs'", 'array of objects', inputs);
  }
  return {
    id,
    inputs: readInputs(inputs, binary, signature.inputs),
    wanted: readWanted(outputs, parameters, signature.outputs),
  };
}

/** Binary tensors follow one another in the order of the inputs. */
function readInputs(inputs: readonly NamedRow[], binary: Buffer, specs: readonly TensorSpec[]): Tensors {
  // What is no string is the name of no input.
  const names = inputs.map(({ name }) => (typeof name === 'string' ? name : ''));
  checkInputNames(names, specs);
  const tensors: Record<string, Tensor> = {};
  let at = 0;
  for (const [position, input] of inputs.entries()) {
    const spec = specs.find(({ name }) => name === names[position]) as TensorSpec;
    if (Object.hasOwn(tensors, spec.name)) {
      throw new Fault('BodyInvalid', `Input '${spec.name}' stands there twice.`, {
        field: spec.name,
        expected: 'once',
        got: 'twice',
      });
    }
    const { tensor, bytes } = readInput(input, binary.subarray(at), spec);
    tensors[spec.name] = tensor;
    at += bytes;
  }
  if (at !== binary.length) {
    throw new Fault('BodyInvalid', 'The body does not end with its last binary input.', {
      field: 'inputs',
      expected: `${at} bytes behind the JSON`,
      got: `${binary.length} bytes`,
    });
  }
  checkSharedDimensions(tensors, specs);
  return tensors;
}
