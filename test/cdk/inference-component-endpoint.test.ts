import { COMPONENT, componentIn, hostIn, synthesized, warnings } from './support/inference-component';
import { newStack, only, synth } from './support/synth';
import { InferenceComponentEndpoint } from '@inference-constructs/cdk';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Aspects, Duration, Stack } from 'aws-cdk-lib/core';

describe('an endpoint for components', () => {
  test('looks at all of them together', () => {
    const stack = newStack();
    const endpoint = hostIn(stack, { instanceType: 'ml.g5.xlarge', instanceCount: 3 });
    componentIn(stack, { endpoint }, 'One');
    componentIn(stack, { endpoint }, 'Two');
    expect(() => synth(stack)).toThrow(
      '[components-outgrow-instances] Diagnosis/Two: accelerators (4 over the copies of 2 components): at most 3 on 3 x ml.g5.xlarge. run fewer copies, ask for less a copy, or allow more instances',
    );
  });

  test('looks at them after aspects', () => {
    const stack = newStack();
    componentIn(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CfnInferenceComponent) node.addPropertyOverride('RuntimeConfig.CopyCount', 9);
      },
    });
    expect(() => synth(stack)).toThrow(
      '[components-outgrow-instances] Diagnosis/Classifier: copies (9): at most 4 on 2 x ml.c7i.large, 2 on each.',
    );
  });

  test('says each thing once', () => {
    const stack = newStack();
    const endpoint = hostIn(stack, { instanceType: 'ml.g5.xlarge' });
    componentIn(stack, { endpoint });
    const found = warnings(synth(stack));
    expect(found).toEqual([expect.stringContaining('[component-update-without-room] Diagnosis/Classifier')]);
  });

  test('may be in another stack, and is named there', () => {
    const stack = newStack();
    const endpoint = hostIn(new Stack(stack.node.root, 'Platform'));
    componentIn(stack, { endpoint });
    expect(only(synth(stack), COMPONENT).Properties).toMatchObject({ EndpointName: 'shared' });
  });

  test('may be imported', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/shared');
    const endpoint = InferenceComponentEndpoint.fromInferenceComponentEndpointAttributes(stack, 'Elsewhere', {
      endpointName: 'Elsewhere',
      role,
      instanceTypes: ['ml.c7i.large'],
      variantName: 'AllTraffic',
    });
    expect(endpoint.endpointRef.endpointArn).toMatch(/endpoint\/elsewhere$/);
    componentIn(stack, { endpoint });
    const { graph } = synth(stack);
    expect(graph.ofType(COMPONENT)[0].properties).toMatchObject({
      EndpointName: 'Elsewhere',
      VariantName: 'AllTraffic',
    });
    expect(graph.ofType('AWS::IAM::RolePolicy')[0].properties.RoleName).toBe('shared');
  });

  test('is in a VPC by its configuration', () => {
    const stack = newStack();
    const endpoint = hostIn(stack, { vpc: new Vpc(stack, 'Vpc', { maxAzs: 2 }), networkIsolation: true });
    endpoint.connections.allowTo(SecurityGroup.fromSecurityGroupId(stack, 'Store', 'sg-1'), Port.tcp(5432));
    const { Properties } = only(synth(stack), 'AWS::SageMaker::EndpointConfig');
    expect(Properties).toMatchObject({
      VpcConfig: { SecurityGroupIds: [expect.anything()] },
      EnableNetworkIsolation: true,
    });
  });

  test('needs a VPC for connections', () => {
    expect(() => hostIn(newStack()).connections).toThrow(
      new Error('Diagnosis/Shared: connections (none): the endpoint is not in a VPC. set vpc'),
    );
  });

  test('on several instance types gives components a specification for each', () => {
    const { graph } = synthesized(
      {},
      {
        instancePools: [{ instanceType: 'ml.g6.xlarge' }, { instanceType: 'ml.g5.xlarge' }],
        instanceProvisionTimeout: Duration.minutes(10),
      },
    );
    expect(graph.ofType(COMPONENT)[0].properties).toMatchObject({
      Specifications: [{ InstanceType: 'ml.g6.xlarge' }, { InstanceType: 'ml.g5.xlarge' }],
    });
  });
});

test('pools are refused where the L1 would leave out the specifications, as that of aws-cdk-lib 2.262 does', () => {
  const known = Object.getOwnPropertyDescriptor(CfnInferenceComponent.prototype, 'specifications')!;
  Reflect.deleteProperty(CfnInferenceComponent.prototype, 'specifications');
  try {
    const stack = newStack();
    const endpoint = hostIn(stack, {
      instancePools: [{ instanceType: 'ml.c7i.large' }, { instanceType: 'ml.c6i.large' }],
    });
    expect(() => componentIn(stack, { endpoint })).toThrow(
      new Error(
        'Diagnosis/Classifier: instance pools (several): this aws-cdk-lib knows no specifications by instance type. update it, or give the endpoint one instance type',
      ),
    );
  } finally {
    Object.defineProperty(CfnInferenceComponent.prototype, 'specifications', known);
  }
});
