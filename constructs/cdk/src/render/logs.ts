import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Sets what becomes of all log groups of a construct; those of the CDK stay unless told otherwise. */
export function setLogRemovalPolicy(scope: Construct, policy: RemovalPolicy | undefined): void {
  if (policy === undefined) return;
  for (const node of scope.node.findAll()) if (node instanceof LogGroup) node.applyRemovalPolicy(policy);
}
