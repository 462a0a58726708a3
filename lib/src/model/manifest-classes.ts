import type { FieldChecks } from './field-checks';
import { under } from './field-checks';
import type { TensorSpec } from './manifest';
import { didYouMean } from './nearest';

/** Rates are rounded when they are written down. */
const RATE_TOLERANCE = 0.01;

/** The names of the classes, if they are without fault. */
export function checkClasses(
  value: unknown,
  outputs: readonly TensorSpec[] | undefined,
  checks: FieldChecks,
): string[] | undefined {
  const classes = checks.object('/classes', value, ['output', 'names'], ['positive']);
  if (classes === undefined) return undefined;
  const names = Object.hasOwn(classes, 'names') ? checkNames(classes.names, checks) : undefined;
  if (Object.hasOwn(classes, 'output') && outputs !== undefined) checkOutput(classes.output, outputs, names, checks);
  if (Object.hasOwn(classes, 'positive') && names !== undefined) checkPositive(classes.positive, names, checks);
  return names;
}

function checkNames(value: unknown, checks: FieldChecks): string[] | undefined {
  const names = checks.names('/classes/names', value);
  if (names?.length !== 1) return names;
  checks.fault('/classes/names', value, 'at least two classes; leave classes out for a regression');
  return undefined;
}

function checkOutput(
  value: unknown,
  outputs: readonly TensorSpec[],
  names: readonly string[] | undefined,
  checks: FieldChecks,
): void {
  const output = outputs.find(({ name }) => name === value);
  if (output === undefined) {
    const known = outputs.map(({ name }) => name);
    const hint = typeof value === 'string' ? didYouMean(value, known) : '';
    checks.fault('/classes/output', value, `an output of the signature: ${known.join(', ')}${hint}`);
    return;
  }
  const shape = `[${output.shape.join(', ')}]`;
  if (!output.type.startsWith('float')) {
    checks.fault('/classes/output', value, `an output of scores, this one is of type ${output.type}`);
  } else if (output.shape.length < 1 || output.shape.length > 2) {
    checks.fault('/classes/output', value, `an output of one row a case, this one has shape ${shape}`);
  } else if (names !== undefined) {
    const columns = output.shape.length === 1 ? 1 : output.shape[1];
    if (typeof columns === 'string' || columns === names.length || (columns === 1 && names.length === 2)) return;
    const expected = columns === 1 ? '2 names, as one column scores the second of two' : `${columns} names`;
    checks.fault('/classes/names', names, `${expected} for output "${output.name}" of shape ${shape}`);
  }
}

function checkPositive(value: unknown, names: readonly string[], checks: FieldChecks): void {
  if (names.length !== 2) {
    checks.fault('/classes/positive', value, `no such field with ${names.length} classes, only with two`);
  } else if (typeof value !== 'string' || !names.includes(value)) {
    checks.fault('/classes/positive', value, `one of the classes: ${names.join(', ')}`);
  }
}

/** `classes`: their names, where these are without fault. */
export function checkHeldOut(
  value: unknown,
  hasClasses: boolean,
  classes: readonly string[] | undefined,
  checks: FieldChecks,
): void {
  const heldOut = checks.object('/heldOut', value, ['rows'], ['predictedRates', 'metrics']);
  if (heldOut === undefined) return;
  const { rows, predictedRates, metrics } = heldOut;
  if (Object.hasOwn(heldOut, 'rows') && !(Number.isSafeInteger(rows) && (rows as number) > 0)) {
    checks.fault('/heldOut/rows', rows, 'a positive whole number');
  }
  if (Object.hasOwn(heldOut, 'metrics')) {
    for (const [name, metric] of Object.entries(checks.record('/heldOut/metrics', metrics) ?? {})) {
      if (typeof metric !== 'number') checks.fault(under('/heldOut/metrics', name), metric, 'a number');
    }
  }
  if (!Object.hasOwn(heldOut, 'predictedRates')) return;
  if (!hasClasses) checks.fault('/heldOut/predictedRates', predictedRates, 'no such field without classes');
  else if (classes !== undefined) checkRates(predictedRates, classes, checks);
}

function checkRates(value: unknown, classes: readonly string[], checks: FieldChecks): void {
  const pointer = '/heldOut/predictedRates';
  const rates = checks.object(pointer, value, classes);
  if (rates === undefined) return;
  let sum = 0;
  for (const name of classes.filter((known) => Object.hasOwn(rates, known))) {
    const rate = rates[name];
    if (typeof rate === 'number' && rate >= 0 && rate <= 1) sum += rate;
    else {
      checks.fault(under(pointer, name), rate, 'a share between 0 and 1');
      sum = NaN;
    }
  }
  const complete = classes.every((name) => Object.hasOwn(rates, name));
  if (complete && Math.abs(sum - 1) > RATE_TOLERANCE + Number.EPSILON) {
    checks.fault(pointer, Number(sum.toFixed(6)), `shares that add up to 1, give or take ${RATE_TOLERANCE}`);
  }
}
