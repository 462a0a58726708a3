import { InferenceError } from '../errors';
import type { ModelManifest, TensorSpec } from './manifest';
import { didYouMean } from './nearest';
import type { GraphValue, OnnxGraph, UnservableValue } from './onnx/model';

/**
 * Compares the signature of a manifest with the graph and throws every difference at once. The manifest declares every
 * input; it may leave outputs out, which are then not served, and may fix a size the graph leaves open. `file` is how
 * messages call the manifest.
 */
export function checkSignature(manifest: ModelManifest, graph: OnnxGraph, file = 'model.json'): void {
  const { inputs, outputs } = manifest.signature;
  const differences = [
    ...inputs.flatMap((input) => compare('input', input, graph.inputs, graph.unservable)),
    ...undeclared(inputs, graph),
    ...outputs.flatMap((output) => compare('output', output, graph.outputs, graph.unservable)),
  ];
  if (differences.length === 0) return;
  const count = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  throw new InferenceError(
    'SignatureMismatch',
    `signature in ${file} (${count}): must be that of model.onnx. correct it or export the model again:` +
      differences.map((difference) => `\n  ${difference}`).join(''),
  );
}

type Role = 'input' | 'output';

function compare(
  role: Role,
  declared: TensorSpec,
  values: readonly GraphValue[],
  unservable: readonly UnservableValue[],
): string[] {
  const what = `${role} "${declared.name}"`;
  const value = values.find(({ name }) => name === declared.name);
  if (value === undefined) {
    const other = unservable.find((candidate) => candidate.role === role && candidate.name === declared.name);
    if (other !== undefined) return [`${what}: the graph has a ${other.kind} there, only ${SERVED} can be served`];
    const names = values.map(({ name }) => name);
    return [`${what}: the graph has no such ${role}, only ${list(names)}${didYouMean(declared.name, names)}`];
  }
  const differences: string[] = [];
  if (value.type !== declared.type) differences.push(`${what}: type ${declared.type}, the graph has ${value.type}`);
  if (value.shapeUnknown !== true && !fits(declared, value)) {
    differences.push(`${what}: shape ${shape(declared)}, the graph has ${shape(value)}`);
  }
  return differences;
}

const SERVED = 'tensors of the types a signature knows';

function undeclared(inputs: readonly TensorSpec[], graph: OnnxGraph): string[] {
  const declared = new Set(inputs.map(({ name }) => name));
  const tensors = graph.inputs
    .filter(({ name }) => !declared.has(name))
    .map((value) => `input "${value.name}": missing, the graph requires it (${value.type} ${shape(value)})`);
  const others = graph.unservable
    .filter(({ role, name }) => role === 'input' && !declared.has(name))
    .map(({ name, kind }) => `input "${name}": the graph requires a ${kind}, only ${SERVED} can be served`);
  return [...tensors, ...others];
}

/** A fixed size in the graph must be declared; an open one may be. */
function fits(declared: TensorSpec, value: GraphValue): boolean {
  if (declared.shape.length !== value.shape.length) return false;
  return value.shape.every((size, axis) => typeof size === 'string' || size === declared.shape[axis]);
}

function shape(tensor: GraphValue): string {
  return tensor.shapeUnknown === true ? 'of any shape' : `[${tensor.shape.join(', ')}]`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'others' : names.map((name) => `"${name}"`).join(', ');
}
