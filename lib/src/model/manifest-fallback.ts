import type { FieldChecks } from './field-checks';
import { under } from './field-checks';
import type { TensorSpec } from './manifest';
import { tensorFault } from './tensor-values';

/** A single name, so that it cannot leave the package; one that begins with a dot would not be packed. */
const DIRECTORY = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/** `outputs`: those of the signature, where they are without fault. */
export function checkFallback(value: unknown, outputs: readonly TensorSpec[] | undefined, checks: FieldChecks): void {
  const fallback = checks.object('/fallback', value, [], ['outputs', 'model']);
  if (fallback === undefined) return;
  const has = (field: string) => Object.hasOwn(fallback, field);
  if (has('outputs') === has('model')) {
    checks.fault('/fallback', value, 'either outputs, a constant answer, or model, a directory of the package');
    return;
  }
  if (has('outputs')) checkConstant(fallback.outputs, outputs, checks);
  else if (typeof fallback.model !== 'string' || !DIRECTORY.test(fallback.model)) {
    checks.fault('/fallback/model', fallback.model, 'the name of a directory in the package, for example "fallback"');
  }
}

function checkConstant(value: unknown, outputs: readonly TensorSpec[] | undefined, checks: FieldChecks): void {
  if (outputs === undefined) return;
  const pointer = '/fallback/outputs';
  const constants = checks.object(
    pointer,
    value,
    outputs.map(({ name }) => name),
  );
  if (constants === undefined) return;
  const sizes = new Map<string, number>();
  for (const output of outputs) {
    if (!Object.hasOwn(constants, output.name)) continue;
    const constant = constants[output.name];
    const fault = tensorFault(constant, ofOneRow(output), sizes);
    if (fault !== undefined) {
      checks.note(`${under(pointer, output.name)}${fault.at} (${fault.found}): expected ${fault.expected}`);
    } else if (holdsNothing(constant)) {
      checks.fault(under(pointer, output.name), constant, 'lists with at least one item');
    }
  }
}

function holdsNothing(value: unknown): boolean {
  return Array.isArray(value) && (value.length === 0 || value.some(holdsNothing));
}

/** An output that has rows, without their axis. */
export function ofOneRow(output: TensorSpec): TensorSpec {
  return typeof output.shape[0] === 'string' ? { ...output, shape: output.shape.slice(1) } : output;
}
