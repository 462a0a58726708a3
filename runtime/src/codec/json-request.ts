import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { specText } from './describe-shape';
import { kindOf } from './element';
import { meant } from './meant';
import { isNamedRow } from './named-row';
import { toTensor } from './nested';
import { checkSharedDimensions } from './shared-dimensions';

const FORMS = '{"instances": […]} or {"inputs": {…}}';

/** A parsed request into the model's inputs. */
export function readJsonRequest(request: unknown, signature: Signature): Tensors {
  if (!isNamedRow(request)) {
    throw new Fault('BodyInvalid', `The request is not an object: expected ${FORMS}.`, {
      expected: FORMS,
      got: kindOf(request),
    });
  }
  const keys = Object.keys(request);
  if (keys.length !== 1 || (keys[0] !== 'instances' && keys[0] !== 'inputs')) {
    throw new Fault('BodyInvalid', `The request has other fields than one of these: expected ${FORMS}.`, {
      expected: FORMS,
      got: keys.length === 1 ? '1 other field' : `${keys.length} fields`,
    });
  }
  const tensors =
    keys[0] === 'instances'
      ? readInstances(request.instances, signature.inputs)
      : readInputs(request.inputs, signature.inputs);
  checkSharedDimensions(tensors, signature.inputs);
  return tensors;
}

function readInstances(instances: unknown, specs: readonly TensorSpec[]): Tensors {
  const [spec] = specs;
  if (specs.length > 1) {
    const names = specs.map(({ name }) => `'${name}'`).join(', ');
    throw new Fault('InputMissing', `The model has ${specs.length} inputs (${names}): send {"inputs": {…}}.`, {
      field: specs[1].name,
      expected: '"inputs"',
      got: '"instances"',
    });
  }
  return { [spec.name]: toTensor(instances, spec) };
}

function readInputs(inputs: unknown, specs: readonly TensorSpec[]): Tensors {
  if (!isNamedRow(inputs)) {
    throw new Fault('BodyInvalid', "Field 'inputs' is not an object keyed by input name.", {
      field: 'inputs',
      expected: 'object',
      got: kindOf(inputs),
    });
  }
  checkInputNames(Object.keys(inputs), specs);
  return Object.fromEntries(specs.map((spec) => [spec.name, toTensor(inputs[spec.name], spec)]));
}

/** Refuses inputs that the model does not have, and the lack of one that it has. */
export function checkInputNames(names: readonly string[], specs: readonly TensorSpec[]): void {
  const unknown = names.filter((name) => !specs.some((spec) => spec.name === name));
  if (unknown.length > 0) {
    throw inputUnknown(unknown, specs);
  }
  const missing = specs.find(({ name }) => !names.includes(name));
  if (missing !== undefined) {
    throw new Fault('InputMissing', `Input '${missing.name}' is missing.`, {
      field: missing.name,
      expected: specText(missing),
      got: 'nothing',
    });
  }
}

function inputUnknown(unknown: readonly string[], specs: readonly TensorSpec[]): Fault {
  const name = meant(
    unknown[0],
    specs.map((spec) => spec.name),
  );
  const got = unknown.length === 1 ? '1 unknown name' : `${unknown.length} unknown names`;
  const names = specs.map((spec) => `'${spec.name}'`).join(', ');
  const hint = name === undefined ? `the model has ${names}.` : `did you mean '${name}'?`;
  return new Fault('InputUnknown', `Field 'inputs' has ${got}; ${hint}`, {
    field: name ?? 'inputs',
    expected: names,
    got,
  });
}
