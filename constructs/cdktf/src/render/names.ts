import { literalName } from '@inference-constructs/core/out/plan/names';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A literal name for `id` below `scope`, readable from the stack down. */
export function nameOf(scope: Construct, id: string, maxLength: number, content = ''): string {
  const scopes = scope.node.scopes.map(({ node }) => node.id);
  const fromStack = scopes.slice(scopes.length - depthInStack(scope) - 1);
  const parts = [...fromStack, id].filter((part) => part !== '' && part !== 'Resource');
  return literalName(parts, `${scope.node.path}/${id}${content}`, maxLength);
}

function depthInStack(scope: Construct): number {
  return scope.node.scopes.length - 1 - scope.node.scopes.indexOf(TerraformStack.of(scope));
}
