import { functionJson, newFunction, newStack, only, synth } from './support/synth';
import { TerraformVariable } from 'cdktf';
import type { OnnxFunctionProps } from '@inference-constructs/cdktf';

const NETWORK = { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] };

test('a function in a VPC is in its subnets, and its role lets Lambda connect it', () => {
  const json = functionJson(NETWORK);
  expect(only(json, 'aws_lambda_function')).toMatchObject({
    vpc_config: { subnet_ids: ['subnet-1', 'subnet-2'], security_group_ids: ['sg-1'] },
  });
  const policies = json.graph.ofType('AWS::IAM::RolePolicy').filter(({ path }) => path.endsWith('/RolePolicy'));
  const { Statement } = policies[0].properties.PolicyDocument as { Statement: { Effect: string; Resource: string }[] };
  expect(Statement.map(({ Effect }) => Effect)).toEqual(['Allow', 'Allow', 'Allow', 'Deny']);
  expect(Statement[2].Resource).toMatch(/^arn:.+:ec2:.+:\*:\*\/\*$/);
});

test.each<[Partial<OnnxFunctionProps>, string]>([
  [
    { subnetIds: ['subnet-1'] },
    'securityGroupIds (none): subnetIds and securityGroupIds go together. set both, or neither for the network of Lambda',
  ],
  [
    { securityGroupIds: ['sg-1'] },
    'subnetIds (none): subnetIds and securityGroupIds go together. set both, or neither for the network of Lambda',
  ],
  [
    { subnetIds: [], securityGroupIds: ['sg-1'] },
    'subnets (0): from 1 to 16 in the VPC of a function. name at least one',
  ],
])('%j fails', (props, message) => {
  expect(() => newFunction(newStack(), props)).toThrow(new Error(`Diagnosis/Classifier: ${message}`));
});

test('subnets may be known at the apply only', () => {
  const stack = newStack();
  const subnetIds = new TerraformVariable(stack, 'subnets', { type: 'list(string)' }).listValue;
  newFunction(stack, { ...NETWORK, subnetIds });
  expect(only(synth(stack), 'aws_lambda_function')).toMatchObject({ vpc_config: { subnet_ids: '${var.subnets}' } });
});
