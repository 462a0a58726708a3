import type { ModelChange } from './card-types';

/** One change of a model, and everything that serves it. */
export interface ModelGroup extends Omit<ModelChange, 'path'> {
  readonly paths: readonly string[];
}

/** A function and an endpoint may serve one model: its card is read once. */
export function groupModels(models: readonly ModelChange[]): ModelGroup[] {
  const groups = new Map<string, ModelGroup>();
  for (const { path, ...change } of models) {
    const key = JSON.stringify(change);
    groups.set(key, { ...change, paths: [...(groups.get(key)?.paths ?? []), path] });
  }
  return [...groups.values()];
}
