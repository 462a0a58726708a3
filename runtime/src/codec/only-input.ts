import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import { Fault } from '../errors';

/** The input of a model that has one: what formats without names can fill. */
export function onlyInput(signature: Signature, type: string): TensorSpec {
  if (signature.inputs.length > 1) {
    throw needs(type, 'one input');
  }
  return signature.inputs[0];
}

export function needs(type: string, what: string): Fault {
  return new Fault('ContentTypeUnknown', `${type} needs a model with ${what}: send JSON.`, {
    field: 'content-type',
    expected: 'application/json',
    got: type,
  });
}
