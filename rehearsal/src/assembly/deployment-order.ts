import type { StackArtifact } from './stack-contents';

/** Stacks after those they depend on, otherwise as they are listed; a circle is broken where it is met. */
export function inDeploymentOrder(stacks: readonly StackArtifact[]): StackArtifact[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const ordered = new Set<StackArtifact>();
  const visit = (stack: StackArtifact, open: readonly string[]): void => {
    if (ordered.has(stack) || open.includes(stack.id)) return;
    for (const id of stack.dependsOn) {
      const other = byId.get(id);
      if (other !== undefined) visit(other, [...open, stack.id]);
    }
    ordered.add(stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...ordered];
}
