import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import type { Statement } from '@inference-constructs/core/out/access/statements';
import { policyDocument } from '@inference-constructs/core/out/access/statements';
import { nameOf } from '../render/names';

/** IAM's longest name of an inline policy. */
const MAX_POLICY_NAME = 128;

/** Lets a role do one thing to one resource; asking again changes nothing. `what` tells it from another grant. */
export function grantTo(
  grantee: IamRole,
  scope: Construct,
  action: string,
  resourceArn: string,
  what = '',
): IamRolePolicy {
  return grantStatements(grantee, scope, [{ Effect: 'Allow', Action: [action], Resource: resourceArn }], what);
}

/** Lets a role do what the statements say; asking again changes nothing. */
export function grantStatements(
  grantee: IamRole,
  scope: Construct,
  statements: readonly Statement[],
  what = '',
): IamRolePolicy {
  const id = `Grant${what}To${grantee.node.addr.slice(-8)}`;
  const granted = scope.node.tryFindChild(id) as IamRolePolicy | undefined;
  return (
    granted ??
    new IamRolePolicy(scope, id, {
      name: nameOf(scope, id, MAX_POLICY_NAME),
      role: grantee.name,
      policy: JSON.stringify(policyDocument(statements)),
    })
  );
}
