import type { ModelManifest, TensorSpec } from '@inference-constructs/core/out/model/manifest';

/** What callers send or get that is another than before, a sentence each. */
export function signatureChanges(before: ModelManifest, after: ModelManifest): string[] {
  return [
    ...tensors('input', before.signature.inputs, after.signature.inputs),
    ...tensors('output', before.signature.outputs, after.signature.outputs),
    ...classes(before, after),
  ];
}

function tensors(role: 'input' | 'output', before: readonly TensorSpec[], after: readonly TensorSpec[]): string[] {
  const gone = before.filter(({ name }) => after.every((other) => other.name !== name));
  const added = after.filter(({ name }) => before.every((other) => other.name !== name));
  return [
    ...gone.map(({ name }) => `${role} "${name}" is gone`),
    ...added.map((tensor) => `${role} "${tensor.name}" is new: ${kind(tensor)}`),
    ...after.flatMap((tensor) => {
      const old = before.find(({ name }) => name === tensor.name);
      return old === undefined ? [] : tensorChanges(role, old, tensor);
    }),
  ];
}

function tensorChanges(role: string, old: TensorSpec, now: TensorSpec): string[] {
  const what = `${role} "${now.name}"`;
  return [
    ...(kind(old) === kind(now) ? [] : [`${what}: ${kind(old)} becomes ${kind(now)}`]),
    ...features(what, old.features, now.features),
  ];
}

function features(what: string, old: readonly string[] = [], now: readonly string[] = []): string[] {
  if (old.join('\n') === now.join('\n')) return [];
  const gone = old.filter((name) => !now.includes(name));
  const added = now.filter((name) => !old.includes(name));
  if (gone.length + added.length === 0) return [`${what}: its features are in another order`];
  return [
    ...(gone.length === 0 ? [] : [`${what}: feature ${list(gone)} gone`]),
    ...(added.length === 0 ? [] : [`${what}: feature ${list(added)} new`]),
  ];
}

function classes({ classes: old }: ModelManifest, { classes: now }: ModelManifest): string[] {
  const names = (spec: ModelManifest['classes']): string => (spec === undefined ? 'none' : spec.names.join(', '));
  const [was, is] = [names(old), names(now)];
  return [
    ...(was === is ? [] : [`classes: ${was} become ${is}`]),
    ...(old?.positive === now?.positive
      ? []
      : [`positive class: ${old?.positive ?? 'the second'} becomes ${now?.positive ?? 'the second'}`]),
  ];
}

function kind({ type, shape }: TensorSpec): string {
  return `${type} [${shape.join(', ')}]`;
}

const MOST_NAMES = 8;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length <= MOST_NAMES ? shown : `${shown} and ${names.length - MOST_NAMES} more`;
}
