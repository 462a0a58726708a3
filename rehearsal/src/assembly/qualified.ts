import { ref, resolveReferences } from '@inference-constructs/core/out/plan/plan';

/** Writes the references in a tree so that other stacks understand them: `@{StackId/LogicalId.Attribute}`. */
export function qualified(value: unknown, stackId: string): unknown {
  return resolveReferences(value, (id, attribute) => ref(id.includes('/') ? id : `${stackId}/${id}`, attribute));
}
