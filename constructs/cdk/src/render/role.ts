import type { CfnRolePolicyProps } from 'aws-cdk-lib/aws-iam';
import { CfnRolePolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { l1Props } from './l1-props';
import type { Rendering } from './rendering';

interface Trust {
  readonly AssumeRolePolicyDocument: {
    readonly Statement: readonly { readonly Principal: { readonly Service: string } }[];
  };
}

/** A role that one service may take on. What the plan allows it stands in a policy of its own. */
export function renderRole(scope: Construct, id: string, rendering: Rendering): Role {
  const [{ Principal }] = rendering.properties<Trust>(id).AssumeRolePolicyDocument.Statement;
  const assumedBy = ServicePrincipal.fromStaticServicePrincipleName(Principal.Service);
  return rendering.add(id, new Role(scope, id, { assumedBy }));
}

/** Statements as the plan writes them: an L2 policy would merge and reorder them. */
export function renderRolePolicy(scope: Construct, id: string, rendering: Rendering): CfnRolePolicy {
  return rendering.add(id, new CfnRolePolicy(scope, id, l1Props<CfnRolePolicyProps>(rendering.properties(id))));
}
