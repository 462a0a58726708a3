import { newFunction, newStack, only, synth } from './support/synth';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Stack } from 'aws-cdk-lib/core';
import { CfnParameter, Token } from 'aws-cdk-lib/core';
import type { OnnxFunctionProps } from '@inference-constructs/cdk';

const vpcOf = (stack: Stack) => new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });

interface Network {
  readonly VpcConfig?: { readonly SubnetIds: unknown; readonly SecurityGroupIds: unknown[] };
}

/** What the function's role allows. */
function statements(stack: Stack): unknown {
  const policies = synth(stack).graph.ofType('AWS::IAM::RolePolicy');
  const { PolicyDocument } = policies.find(({ path }) => path.endsWith('/Classifier/RolePolicy'))!.properties;
  return (PolicyDocument as { Statement: unknown }).Statement;
}

test('a function in a VPC is in the private subnets, with a security group of its own', () => {
  const stack = newStack();
  const fn = newFunction(stack, { vpc: vpcOf(stack) });
  fn.connections.allowTo(SecurityGroup.fromSecurityGroupId(stack, 'Store', 'sg-1'), Port.tcp(5432));
  const synthesized = synth(stack);
  const { VpcConfig } = only(synthesized, 'AWS::Lambda::Function').Properties as Network;
  expect(VpcConfig!.SubnetIds).toHaveLength(2);
  expect(JSON.stringify(VpcConfig!.SubnetIds)).toMatch(/VpcPrivateSubnet1.*VpcPrivateSubnet2/);
  expect(VpcConfig!.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Classifier/), 'GroupId'] }]);
  expect(synthesized.graph.ofType('AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
});

test('its role lets Lambda connect it, and its code nothing of that', () => {
  const stack = newStack();
  newFunction(stack, { vpc: vpcOf(stack) });
  const looks = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
  const changes = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:UnassignPrivateIpAddresses',
  ];
  expect(statements(stack)).toEqual([
    expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
    { Effect: 'Allow', Action: looks, Resource: '*' },
    { Effect: 'Allow', Action: changes, Resource: 'arn:${AWS::Partition}:ec2:${AWS::Region}:*:*/*' },
    {
      Effect: 'Deny',
      Action: [...looks, ...changes],
      Resource: '*',
      Condition: {
        ArnLike: {
          'lambda:SourceFunctionArn': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*',
        },
      },
    },
  ]);
  expect(JSON.stringify(synth(stack).resources)).not.toContain('AWSLambdaVPCAccessExecutionRole');
});

test('without a VPC its role allows nothing of that', () => {
  const stack = newStack();
  newFunction(stack);
  expect(statements(stack)).toHaveLength(1);
});

test('a function that moves into a VPC is a new version', () => {
  const version = (inVpc: boolean) => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    newFunction(stack, inVpc ? { vpc } : {});
    return synth(stack).graph.ofType('AWS::Lambda::Version')[0].id;
  };
  expect(version(true)).not.toBe(version(false));
});

test.each<[string, (stack: Stack) => Partial<OnnxFunctionProps>, string]>([
  [
    'securityGroups without vpc',
    (stack) => ({ securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Own', 'sg-1')] }),
    'Diagnosis/Classifier: vpc (none): securityGroups are of a VPC. set vpc too, or leave securityGroups out',
  ],
  [
    'vpcSubnets without vpc',
    () => ({ vpcSubnets: {} }),
    'Diagnosis/Classifier: vpc (none): vpcSubnets are of a VPC. set vpc too, or leave vpcSubnets out',
  ],
  [
    'six security groups',
    (stack) => ({
      vpc: vpcOf(stack),
      securityGroups: [1, 2, 3, 4, 5, 6].map((i) => SecurityGroup.fromSecurityGroupId(stack, `Own${i}`, `sg-${i}`)),
    }),
    'Diagnosis/Classifier: security groups (6): from 1 to 5 in the VPC of a function. name fewer',
  ],
])('%s fails', (_, props, message) => {
  const stack = newStack();
  expect(() => newFunction(stack, props(stack))).toThrow(new Error(message));
});

test('a public subnet, where a function reaches nothing, fails', () => {
  const stack = newStack();
  expect(() => newFunction(stack, { vpc: vpcOf(stack), vpcSubnets: { subnetType: SubnetType.PUBLIC } })).toThrow(
    /Lambda Functions in a public subnet can NOT access the internet/,
  );
});

test('connections need a VPC', () => {
  expect(() => newFunction(newStack()).connections).toThrow(
    new Error('Diagnosis/Classifier: connections (none): the function is not in a VPC. set vpc'),
  );
});

test('a VPC may be known at deployment only', () => {
  const stack = newStack();
  const ids = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList;
  newFunction(stack, {
    vpc: Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: Token.asString({ Ref: 'Subnets' }),
      availabilityZones: ['us-east-1a'],
      privateSubnetIds: ids,
    }),
  });
  const { VpcConfig } = only(synth(stack), 'AWS::Lambda::Function').Properties as Network;
  expect(VpcConfig!.SubnetIds).toEqual({ Ref: 'Subnets' });
});
