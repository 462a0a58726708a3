import { decide } from '@inference-constructs/core/out/access/decide';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { CallableFunction } from '../assembly/assembly-reader';
import { pathOf } from '../assembly/construct-path';
import { idOf } from '../assembly/declared';
import type { StackContents } from '../assembly/stack-contents';
import { statementsOf } from '../permissions/role-statements';

/** Whether a role may do something; `resource` is an ARN, without it whether the action is allowed at all. */
export interface Allowance {
  readonly decision: 'allowed' | 'denied' | 'unknown';
  /** Construct path of the role; absent where it is not in the template. */
  readonly role?: string;
}

export type MayDo = (action: string, resource?: string) => Allowance;

/** What the role of a function may do, by the template; `without` is taken away from it. */
export function permissionsOfFunction(
  { id }: CallableFunction,
  stacks: readonly StackContents[],
  without: readonly string[] = [],
): MayDo {
  return permissionsOf(id, 'Role', stacks, without);
}

/** The same for any resource that runs as a role. */
export function permissionsOf(
  id: string,
  property: string,
  stacks: readonly StackContents[],
  without: readonly string[] = [],
): MayDo {
  const found = roleOf(id, property, stacks);
  if (found === undefined) return () => ({ decision: 'unknown' });
  const { role, contents } = found;
  const { statements, unread } = statementsOf(role, contents);
  return (action, resource) => {
    if (without.includes(action)) return { decision: 'denied', role: pathOf(role) };
    const decision = decide(statements, action, resource);
    return { decision: decision === 'denied' && unread.length > 0 ? 'unknown' : decision, role: pathOf(role) };
  };
}

function roleOf(
  id: string,
  property: string,
  stacks: readonly StackContents[],
): { readonly role: GraphResource; readonly contents: StackContents } | undefined {
  for (const contents of stacks) {
    const resource = contents.graph.resources.find((one) => idOf(one, contents) === id);
    if (resource === undefined) continue;
    const role = contents.graph.target(resource.properties[property]);
    return role?.type === 'AWS::IAM::Role' ? { role, contents } : undefined;
  }
  return undefined;
}
