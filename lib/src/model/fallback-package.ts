import { InferenceError } from '../errors';
import type { ModelManifest, TensorSpec } from './manifest';

/**
 * Refuses a package that cannot answer in the place of another: it must have the same inputs and outputs, and no
 * fallback of its own. Rules for values and classes are those of the package that it belongs to. `file` is how messages
 * call the manifest of the fallback.
 */
export function checkFallbackPackage(manifest: ModelManifest, fallback: ModelManifest, file: string): void {
  if (fallback.fallback !== undefined) {
    throw new InferenceError(
      'FallbackInvalid',
      `${file} /fallback (a fallback): a fallback has none of its own. remove it`,
    );
  }
  const differences = (['input', 'output'] as const).flatMap((role) =>
    compare(role, manifest.signature[`${role}s`], fallback.signature[`${role}s`]),
  );
  if (differences.length === 0) return;
  const count = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  throw new InferenceError(
    'FallbackInvalid',
    `signature in ${file} (${count}): must be that of the package it answers for. export the model with that signature:` +
      differences.map((difference) => `\n  ${difference}`).join(''),
  );
}

function compare(role: string, wanted: readonly TensorSpec[], given: readonly TensorSpec[]): string[] {
  const missing = wanted.flatMap((spec) => {
    const other = given.find(({ name }) => name === spec.name);
    const what = `${role} "${spec.name}"`;
    if (other === undefined) return [`${what}: missing`];
    const [expected, found] = [describe(spec), describe(other)];
    if (expected !== found) return [`${what}: ${found}, must be ${expected}`];
    return isSameList(spec.features, other.features) ? [] : [`${what}: other features, or in another order`];
  });
  const others = given
    .filter(({ name }) => !wanted.some((spec) => spec.name === name))
    .map(({ name }) => `${role} "${name}": the package it answers for has no such ${role}`);
  return [...missing, ...others];
}

/** What varies may be called by another name. */
function describe({ type, shape }: TensorSpec): string {
  return `${type} [${shape.map((size) => (typeof size === 'number' ? size : '*')).join(', ')}]`;
}

function isSameList(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
