import type { Resources } from './support/compared';
import { CANARY, changes, compared, endpoint, source, terraform } from './support/compared';

const role = (properties: Record<string, unknown>): Resources => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...properties } },
});

test.each<[string, Resources, Resources, Record<string, string>]>([
  ['nothing', role({}), role({}), {}],
  [
    'a property that updates',
    role({ Description: 'a' }),
    role({ Description: 'b' }),
    { Role: 'update: updates Description' },
  ],
  ['a property that replaces', role({ Path: '/a/' }), role({ Path: '/b/' }), { Role: 'replace: replaces Path' }],
  ['one that is new', {}, role({}), { Role: 'create' }],
  ['one that is gone', role({}), {}, { Role: 'delete' }],
  ['one that is gone and kept', { Role: { ...role({}).Role, DeletionPolicy: 'Retain' } }, {}, { Role: 'retain' }],
  [
    'what refers to what is replaced',
    endpoint({ instanceType: 'ml.g5.xlarge' }),
    endpoint({ instanceType: 'ml.g5.2xlarge' }),
    { Config: 'replace: replaces ProductionVariants[0].InstanceType', Endpoint: 'update: updates EndpointConfigName' },
  ],
  [
    'metadata alone',
    { Role: { ...role({}).Role, Metadata: { a: 1 } } },
    { Role: { ...role({}).Role, Metadata: { a: 2 } } },
    {},
  ],
  [
    'a type that nobody knows',
    { Own: { Type: 'Custom::Own', Properties: { A: 1 } } },
    { Own: { Type: 'Custom::Own', Properties: { A: 2 } } },
    { Own: 'update: updates A' },
  ],
])('%s', (_, before, after, expected) => {
  expect(changes(compared(source(before), source(after)))).toEqual(expected);
});

test('a release that brings a resource of its own replaces the old one', () => {
  const version = (id: string, description: string): Resources => ({
    [id]: {
      Type: 'AWS::Lambda::Version',
      Properties: { FunctionName: 'f', Description: description },
      DeletionPolicy: 'Retain',
      Metadata: { 'aws:cdk:path': 'App/Function/CurrentVersion/Resource' },
    },
  });
  const { resources } = compared(source(version('VersionA', 'one')), source(version('VersionB', 'two')));
  expect(resources).toEqual([
    {
      stack: 'App',
      id: 'VersionB',
      path: 'App/Function/CurrentVersion',
      type: 'AWS::Lambda::Version',
      action: 'replace',
      because: [
        {
          property: 'logical id, which is new with each release',
          effect: 'replaces',
          before: 'VersionA',
          after: 'VersionB',
        },
        { property: 'Description', effect: 'updates', before: 'one', after: 'two' },
      ],
      consequence: {
        downtime: 'none: the old version is kept, so that the alias can go back to it',
        source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html',
      },
    },
  ]);
});

test('an endpoint on guardrails: the second fleet, for how long, and what it costs', () => {
  const before = source(endpoint({ deployment: CANARY }));
  const after = source(endpoint({ deployment: CANARY, instanceType: 'ml.g5.2xlarge' }));
  const change = compared(before, after).resources.find(({ id }) => id === 'Endpoint');
  expect(change?.consequence?.downtime).toBe(
    'none: the old fleet answers until the traffic has moved (canary of 10 %); the endpoint takes no other update for about 37 min',
  );
  expect(change?.consequence?.billing).toBe(
    '2 × ml.g5.2xlarge billed on top for about 37 min ($1.87): 7 min to start a fleet (assumed), 2 × 15 min bake',
  );
});

test.each<[string, Record<string, unknown>, string, string | undefined]>([
  [
    'steps of instances are no percentages',
    {
      ...CANARY,
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } },
      },
    },
    'none: the old fleet answers until the traffic has moved (canary of 1 instance); the endpoint takes no other update for about 7 min',
    '2 × ml.g5.2xlarge billed on top for about 7 min ($0.35): 7 min to start a fleet (assumed)',
  ],
  [
    'batches start one after the other',
    { RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 }, WaitIntervalInSeconds: 300 } },
    'none: the old fleet answers until the traffic has moved (batches of 50 %); the endpoint takes no other update for about 24 min',
    '1 × ml.g5.2xlarge billed on top for about 24 min ($0.61): 2 × 7 min to start a batch (assumed), 2 × 5 min bake',
  ],
])('an endpoint on guardrails: %s', (_, deployment, downtime, billing) => {
  const change = compared(
    source(endpoint({ deployment })),
    source(endpoint({ deployment, instanceType: 'ml.g5.2xlarge' })),
  ).resources.find(({ id }) => id === 'Endpoint');
  expect(change?.consequence).toMatchObject({ downtime, billing });
});

describe('Terraform', () => {
  const app = (instanceType: string, lifecycle?: object) =>
    terraform({
      resource: {
        aws_sagemaker_endpoint_configuration: {
          c: {
            name_prefix: 'scores-',
            production_variants: [{ variant_name: 'live', instance_type: instanceType, initial_instance_count: 1 }],
            ...(lifecycle === undefined ? {} : { lifecycle }),
          },
        },
        aws_sagemaker_endpoint: { e: { endpoint_config_name: '${aws_sagemaker_endpoint_configuration.c.name}' } },
      },
    });

  test('replacement by the specification of the same resources', () => {
    const report = compared(app('ml.g5.xlarge'), app('ml.g5.2xlarge'));
    expect(changes(report)).toEqual({
      'aws_sagemaker_endpoint_configuration.c': 'replace: replaces ProductionVariants[0].InstanceType',
      'aws_sagemaker_endpoint.e': 'update: updates EndpointConfigName',
    });
    expect(report.notes).toEqual([
      'what is replaced is told by CloudFormation’s specification of the same resources; "terraform plan" has the last word',
    ]);
  });

  test.each([
    [undefined, 'it is gone until the new one is made: no create_before_destroy'],
    [{ create_before_destroy: true }, 'none: the new one is made first, the old one goes in the clean-up'],
  ])('lifecycle %j', (lifecycle, downtime) => {
    const { resources } = compared(app('ml.g5.xlarge', lifecycle), app('ml.g5.2xlarge', lifecycle));
    expect(resources.find(({ type }) => type.endsWith('Config'))?.consequence?.downtime).toBe(downtime);
  });

  test('a prefix of a name, which CloudFormation does not have', () => {
    const policy = (prefix: string) => terraform({ resource: { aws_iam_role_policy: { p: { name_prefix: prefix } } } });
    expect(changes(compared(policy('a-'), policy('b-')))).toEqual({
      'aws_iam_role_policy.p': 'replace: replaces NamePrefix',
    });
  });
});

test('a policy that is none is a fault of the template', () => {
  const policy = (Bucket: string) => ({ P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket } } });
  expect(() => compared(source(policy('a')), source(policy('b')))).toThrow(
    'policies of the template (cannot be compared): each must have a document of statements. mend the template',
  );
});
