import type { Statement } from '../access/statements';
import type { Plan, PlannedResource, Properties } from '../plan/plan';
import { ref, resolveReferences } from '../plan/plan';
import { InferenceError } from '../errors';

/** A role that was made elsewhere. */
export interface GivenRole {
  readonly arn: string;
  readonly name: string;
  /** Whether a policy can be added to it. */
  readonly takesPolicies: boolean;
}

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/;

/** A role that nothing but the ARN is known of, so that no policy is added to it. A token passes. */
export function roleByArn(arn: string, isGivenTwice: boolean, isUnresolved: (value: unknown) => boolean): GivenRole {
  if (isGivenTwice) {
    throw new InferenceError(
      'RoleTwice',
      `role (a resource, and an ARN): what the endpoint runs as is one role. leave one of them out`,
    );
  }
  const name = ROLE_ARN.exec(arn)?.[1];
  if (name === undefined && !isUnresolved(arn)) {
    throw new InferenceError(
      'RoleArnInvalid',
      `role ARN (${JSON.stringify(arn)}): the ARN of an IAM role. write arn:aws:iam::<account>:role/<name>`,
    );
  }
  return { arn, name: name ?? arn, takesPolicies: false };
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

/** What else a resource waits for, where there is something. */
function waiting(dependsOn: PlannedResource['dependsOn'] = []): Pick<PlannedResource, 'dependsOn'> {
  const others = dependsOn.filter((id) => id !== POLICY);
  return others.length === 0 ? {} : { dependsOn: others };
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
      .map(({ dependsOn, ...resource }) => ({ ...resource, ...waiting(dependsOn) })),
    notes: [
      ...notes,
      `role (one that takes no policies): has to be allowed what the role is that is made where none is given: ${actions.join(', ')}. allow it that where it is made`,
    ],
  };
}
