import type { Statement } from '../access/statements';
import { policyDocument, trust } from '../access/statements';
import type { EndpointAccess } from '../access/endpoint';
import { endpointStatements } from '../access/endpoint';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';

/** What an endpoint runs as. */
export function decideRole(
  access: EndpointAccess,
  release: string,
  beside: readonly Statement[] = [],
): PlannedResource[] {
  return roleWith([...endpointStatements(access), ...beside], release);
}

/** A role of SageMaker that may do so much. */
export function roleWith(statements: readonly Statement[], release: string): PlannedResource[] {
  return [
    {
      id: 'Role',
      type: 'AWS::IAM::Role',
      properties: { AssumeRolePolicyDocument: trust('sagemaker.amazonaws.com') },
    },
    {
      id: 'RolePolicy',
      type: 'AWS::IAM::RolePolicy',
      properties: {
        RoleName: ref('Role'),
        // A name per release, so that a new one replaces the policy: the old fleet keeps what it reads until it goes.
        PolicyName: `serve-model-${release}`,
        PolicyDocument: policyDocument(statements),
      },
    },
  ];
}
