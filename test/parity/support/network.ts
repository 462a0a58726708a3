import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** A VPC that is there already, as a Terraform user names it. */
export const NETWORK = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };

/** The same as the CDK's users do. */
export function networkOnCdk(scope: Construct) {
  const [privateSubnetIds, [group]] = [NETWORK.subnetIds, NETWORK.securityGroupIds];
  const zones = { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] };
  return {
    vpc: Vpc.fromVpcAttributes(scope, 'Vpc', { ...zones, privateSubnetIds }),
    securityGroups: [SecurityGroup.fromSecurityGroupId(scope, 'Group', group)],
  };
}
