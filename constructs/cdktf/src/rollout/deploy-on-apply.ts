import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { Fn, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { DeploymentOrder, WaitOrder } from '@inference-constructs/core/out/contract/deployer';

/**
 * Has the deployer move the alias whenever there is a new version. One invocation waits for 14 minutes at most; those
 * after it go on waiting for the same deployment. If it is rolled back, the invocation fails, and the apply with it.
 */
export function deployOnApply(
  scope: Construct,
  functionName: string,
  invocations: number,
  order: Omit<DeploymentOrder, 'waitsOn'>,
): LambdaInvocation {
  // Nothing may be missing that a deployment reads: alarms, permissions, hooks.
  const dependsOn = scope.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
  const invoke = (id: string, input: DeploymentOrder | WaitOrder) =>
    new LambdaInvocation(scope, id, { functionName, input: JSON.stringify(input), dependsOn });
  let last = invoke('Deployment', { ...order, waitsOn: invocations > 1 });
  for (let invocation = 2; invocation <= invocations; invocation++) {
    const deploymentId = Fn.lookup(Fn.jsondecode(last.result), 'deploymentId', '') as string;
    last = invoke(`Deployment${invocation}`, { deploymentId, waitsOn: invocation < invocations });
  }
  return last;
}
