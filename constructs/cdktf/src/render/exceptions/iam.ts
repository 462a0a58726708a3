import { ref } from '@inference-constructs/core/out/plan/plan';
import type { Exception } from './exception';
import { document } from './exception';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::RolePolicy';

export const iamExceptions: readonly Exception[] = [
  {
    type: ROLE,
    argument: 'namePrefix',
    value: (_, entry) => entry.namePrefix(38),
    why: 'The provider would call it `terraform-` and a time; a literal name would collide in a second region, because roles are global.',
  },
  {
    type: ROLE,
    property: 'AssumeRolePolicyDocument',
    argument: 'assumeRolePolicy',
    value: document,
    why: 'Documents are JSON text in the provider.',
  },
  {
    type: ROLE,
    property: 'ManagedPolicyArns',
    beside: (policies, owner) =>
      (policies as string[]).map((policyArn) => ({
        id: policyArn.slice(policyArn.lastIndexOf('/') + 1),
        type: 'AWS::IAM::RolePolicyAttachment',
        config: { policyArn, role: ref(owner) },
      })),
    why: 'The list in the role is deprecated, and detaches what others attach: each policy is attached by a resource.',
  },
  {
    type: POLICY,
    property: 'RoleName',
    argument: 'role',
    why: 'The provider shortens the name.',
  },
  {
    type: POLICY,
    property: 'PolicyName',
    argument: 'namePrefix',
    value: (name) => `${name as string}-`,
    why: 'After a rollback Terraform still has to delete the policies of past releases: one of a release that is back must not share its name.',
  },
  {
    type: POLICY,
    property: 'PolicyDocument',
    argument: 'policy',
    value: document,
    why: 'Documents are JSON text in the provider.',
  },
  {
    type: POLICY,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'What the last release may read it reads until the new one has taken over; their policies differ in name.',
  },
];
