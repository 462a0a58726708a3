import type { Statement } from '../access/statements';
import type { Plan, PlannedResource, Properties } from '../plan/plan';
import { ref, resolveReferences } from '../plan/plan';

/** A role that was made elsewhere. */
export interface GivenRole {
  readonly arn: string;
  readonly name: string;
  /** Whether a policy can be added to it. */
  readonly takesPolicies: boolean;
}

const ROLE = 'Role';
const POLICY = 'RolePolicy';

/**
 * The plan on a role that was made elsewhere, which is told what it needs: by a policy of its own, or its author by a note.
 * @param owner tells the policy from those of others on the role
 */
export function onRole(plan: Plan, role: GivenRole | undefined, owner: string): Plan {
  if (role === undefined) return plan;
  const arnOf = (id: string, attribute: string) => (id === ROLE && attribute === 'Arn' ? role.arn : ref(id, attribute));
  const onThatRole = (resource: PlannedResource): PlannedResource =>
    resource.id === POLICY
      ? { ...resource, properties: named(resource.properties, role, owner) }
      : { ...resource, properties: resolveReferences(resource.properties, arnOf) };
  const resources = plan.resources.filter(({ id }) => id !== ROLE).map(onThatRole);
  return role.takesPolicies ? { ...plan, resources } : withoutPolicy({ ...plan, resources });
}

/** Names of a role's policies are its own, and endpoints may share the role. */
function named({ PolicyName, PolicyDocument }: Properties, role: GivenRole, owner: string): Properties {
  return { RoleName: role.name, PolicyName: `${owner}-${String(PolicyName)}`, PolicyDocument };
}

/** The plan without what its role may do, which somebody else has to say. */
export function withoutPolicy({ resources, notes }: Plan): Plan {
  const policy = resources.find(({ id }) => id === POLICY);
  const { Statement: statements } = (policy?.properties.PolicyDocument ?? { Statement: [] }) as {
    Statement: readonly Statement[];
  };
  const actions = [...new Set(statements.flatMap(({ Action }) => Action))];
  return {
    resources: resources
      .filter(({ id }) => id !== POLICY)
      .map((resource) => ({ ...resource, dependsOn: resource.dependsOn?.filter((id) => id !== POLICY) })),
    notes: [
      ...notes,
      `role (one that takes no policies): has to be allowed what the role is that is made where none is given: ${actions.join(', ')}. allow it that where it is made`,
    ],
  };
}
