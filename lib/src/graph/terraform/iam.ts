import type { Reading } from './reading';

export const iamReadings: Readonly<Record<string, Reading>> = {
  aws_iam_role: {
    type: 'AWS::IAM::Role',
    names: { name: 'RoleName', assume_role_policy: 'AssumeRolePolicyDocument' },
    documents: ['assume_role_policy'],
    attributes: { unique_id: 'RoleId' },
    // The provider detaches every policy that is not in its list; CloudFormation leaves it alone.
    reshape: (properties) =>
      properties.ManagedPolicyArns === undefined ? properties : { ...properties, ManagedPolicyArnsAreExclusive: true },
  },
  aws_iam_role_policy: {
    type: 'AWS::IAM::RolePolicy',
    names: { name: 'PolicyName', role: 'RoleName', policy: 'PolicyDocument' },
    documents: ['policy'],
  },
  aws_iam_policy: {
    type: 'AWS::IAM::ManagedPolicy',
    names: { name: 'ManagedPolicyName', policy: 'PolicyDocument' },
    documents: ['policy'],
    attributes: { arn: 'Ref', id: 'Ref' },
  },
};
