import type { Statement } from './statements';

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** What SageMaker does on the role of an endpoint to connect its instances to a VPC; Describe knows no resources. */
export function networkStatement(): Statement {
  return {
    Effect: 'Allow',
    Action: [
      'ec2:CreateNetworkInterface',
      'ec2:CreateNetworkInterfacePermission',
      'ec2:DeleteNetworkInterface',
      'ec2:DeleteNetworkInterfacePermission',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    Resource: '*',
  };
}

const LOOKS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
const CHANGES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * What Lambda does on the role of a function to connect it to a VPC, and the function's own code may not do with the same
 * role: docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, checked November 2026.
 */
export function functionNetworkStatements({ partition, region, account }: Place): Statement[] {
  return [
    { Effect: 'Allow', Action: LOOKS, Resource: '*' },
    // Lambda wants to be allowed all of them. A subnet that is shared is of another account.
    { Effect: 'Allow', Action: CHANGES, Resource: `arn:${partition}:ec2:${region}:*:*/*` },
    {
      Effect: 'Deny',
      Action: [...LOOKS, ...CHANGES],
      Resource: '*',
      Condition: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${partition}:lambda:${region}:${account}:function:*` } },
    },
  ];
}
