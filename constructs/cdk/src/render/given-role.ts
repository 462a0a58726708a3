import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Policy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { GivenRole } from '@inference-constructs/core/out/serving/given-role';

const PROBE_ID = 'RoleProbe';

/** Is told by a role whether it attaches policies: one that does not says nothing. */
class Probe extends Policy {
  /** Whether the role attached it. */
  public reached = false;

  public override attachToRole(): void {
    this.reached = true;
  }
}

/** Whether a policy can be added to a role: not to one that was imported as it is, or of another account. */
export function takesPolicies(scope: Construct, role: IRole): boolean {
  const probe = new Probe(scope, PROBE_ID);
  role.attachInlinePolicy(probe);
  scope.node.tryRemoveChild(PROBE_ID);
  return probe.reached;
}

/** A role of the author's, as the core knows it. */
export function givenRole(scope: Construct, role: IRole | undefined): GivenRole | undefined {
  return role && { arn: role.roleArn, name: role.roleName, takesPolicies: takesPolicies(scope, role) };
}
