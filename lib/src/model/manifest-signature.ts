import type { FieldChecks } from './field-checks';
import { under } from './field-checks';
import { TENSOR_TYPES } from './manifest';
import type { Dimension, TensorSpec, TensorType } from './manifest';
import { checkRules, RULE_FIELDS } from './manifest-rules';
import { nearest } from './nearest';

/** The inputs or outputs of a signature, if they are without fault. */
export function checkTensors(
  pointer: string,
  value: unknown,
  checks: FieldChecks,
  role: 'input' | 'output',
): TensorSpec[] | undefined {
  const items = checks.list(pointer, value);
  if (items === undefined) return undefined;
  const tensors = items.map((item, index) => checkTensor(under(pointer, index), item, checks, role));
  const good = tensors.filter((tensor) => tensor !== undefined);
  tensors.forEach((tensor, index) => {
    const first = tensors.findIndex((other) => other !== undefined && other.name === tensor?.name);
    if (tensor === undefined || first === index) return;
    checks.fault(under(under(pointer, index), 'name'), tensor.name, `a name of its own, item ${first} has this one`);
  });
  return good.length === tensors.length ? good : undefined;
}

function checkTensor(
  pointer: string,
  value: unknown,
  checks: FieldChecks,
  role: 'input' | 'output',
): TensorSpec | undefined {
  const rules = role === 'input' ? RULE_FIELDS : [];
  const tensor = checks.object(pointer, value, ['name', 'type', 'shape'], ['features', ...rules]);
  if (tensor === undefined) return undefined;
  const has = (field: string) => Object.hasOwn(tensor, field);
  const name = has('name') ? checks.text(under(pointer, 'name'), tensor.name) : undefined;
  const type = has('type') ? checkType(under(pointer, 'type'), tensor.type, checks) : undefined;
  const shape = has('shape') ? checkShape(under(pointer, 'shape'), tensor.shape, checks) : undefined;
  const features = has('features') ? checks.names(under(pointer, 'features'), tensor.features) : undefined;
  if (features !== undefined && shape !== undefined) checkFeatures(pointer, features, shape, checks);
  if (name === undefined || type === undefined || shape === undefined) return undefined;
  // A list of features at fault says nothing about the names in the rules.
  if (role === 'input' && has('features') === (features !== undefined)) {
    checkRules(pointer, tensor, { type, features }, checks);
  }
  return { name, type, shape, features };
}

function checkType(pointer: string, value: unknown, checks: FieldChecks): TensorType | undefined {
  const type = TENSOR_TYPES.find((name) => name === value);
  if (type !== undefined) return type;
  const near = typeof value === 'string' ? (SPELLINGS.get(value) ?? nearest(value, TENSOR_TYPES)) : undefined;
  const hint = near === undefined ? '' : `. did you mean "${near}"?`;
  checks.fault(pointer, value, `one of ${TENSOR_TYPES.join(', ')}${hint}`);
  return undefined;
}

/** What other tools call some types, and no distance of letters finds. */
const SPELLINGS: ReadonlyMap<string, TensorType> = new Map([
  ['float', 'float32'],
  ['double', 'float64'],
  ['half', 'float16'],
  ['int', 'int32'],
  ['long', 'int64'],
  ['str', 'string'],
  ['boolean', 'bool'],
]);

function checkShape(pointer: string, value: unknown, checks: FieldChecks): Dimension[] | undefined {
  // An empty shape is a scalar.
  if (!Array.isArray(value)) {
    checks.fault(pointer, value, 'a list of dimensions, for example ["batch", 30]');
    return undefined;
  }
  const bad = value.filter((dimension: unknown, axis) => !checkDimension(under(pointer, axis), dimension, checks));
  return bad.length === 0 ? (value as Dimension[]) : undefined;
}

function checkDimension(pointer: string, value: unknown, checks: FieldChecks): boolean {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return true;
  if (typeof value === 'string' && value.trim() !== '' && Number.isNaN(Number(value))) return true;
  checks.fault(pointer, value, 'a positive whole number, or a name for a size that varies, for example "batch"');
  return false;
}

function checkFeatures(
  pointer: string,
  features: readonly string[],
  shape: readonly Dimension[],
  checks: FieldChecks,
): void {
  const last = shape.at(-1);
  if (last === features.length) return;
  const expected =
    typeof last === 'number'
      ? `${last} names, one for each column of shape [${shape.join(', ')}]`
      : `no names, as shape [${shape.join(', ')}] has no fixed number of columns`;
  checks.fault(under(pointer, 'features'), features, expected);
}
