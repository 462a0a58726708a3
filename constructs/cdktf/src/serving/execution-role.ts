import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Fn, Token } from 'cdktf';
import type { GivenRole } from '@inference-constructs/core/out/serving/given-role';
import { roleByArn } from '@inference-constructs/core/out/serving/given-role';
import { ACCOUNT_OF_ROLE, accountOfRole } from '../render/account';
import type { RenderedPlan } from '../render/render-plan';
import type { EndpointOptions } from './endpoint-options';

type RoleOptions = Pick<EndpointOptions, 'role' | 'roleArn'>;

/** What an endpoint runs as, and the account that it is in: a role of the configuration, one by its ARN, or its own. */
export function executionRole({ role, roleArn }: RoleOptions): {
  readonly role?: GivenRole;
  readonly account: string;
} {
  if (roleArn !== undefined) {
    const given = roleByArn(roleArn, role !== undefined, (value) => Token.isUnresolved(value));
    // Only policies name it, and such a role has none of ours.
    return { role: given, account: Token.asString(Fn.element(Fn.split(':', roleArn), 4)) };
  }
  if (role === undefined) return { account: ACCOUNT_OF_ROLE };
  return { role: { arn: role.arn, name: role.name, takesPolicies: true }, account: accountOfRole(role) };
}

/** The same once it is there. */
export function renderedRole(
  rendered: RenderedPlan,
  { role, roleArn }: RoleOptions,
): { readonly role?: IamRole; readonly roleArn: string } {
  if (roleArn !== undefined) return { roleArn };
  const known = role ?? rendered.get('Role', IamRole);
  return { role: known, roleArn: known.arn };
}
