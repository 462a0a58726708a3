import { graphOfTemplate, resolveIntrinsics } from '../../../lib/src/graph/cloudformation';

test('a resource has its construct path, properties and attributes', () => {
  const graph = graphOfTemplate({
    Resources: {
      Alias123: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: { Ref: 'Function' } },
        Metadata: { 'aws:cdk:path': 'Stack/Alias/Resource', InferenceConstructs: { kind: 'x' } },
        UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: 'App' } } },
        DependsOn: 'Policy',
        DeletionPolicy: 'Retain',
      },
    },
  });
  expect(graph.get('Alias123')).toEqual({
    id: 'Alias123',
    path: 'Stack/Alias/Resource',
    type: 'AWS::Lambda::Alias',
    properties: { FunctionName: '@{Function.Ref}' },
    attributes: {
      InferenceConstructs: { kind: 'x' },
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: '@{App.Ref}' } },
      DependsOn: ['@{Policy.Ref}'],
      DeletionPolicy: 'Retain',
    },
  });
});

test('without metadata the path is the logical id', () => {
  expect(graphOfTemplate({ Resources: { A: { Type: 'AWS::S3::Bucket' } } }).resources).toEqual([
    { id: 'A', path: 'A', type: 'AWS::S3::Bucket', properties: {}, attributes: {} },
  ]);
});

test('a template may have no resources', () => {
  expect(graphOfTemplate({}).resources).toEqual([]);
});

test('an inline policy of one role is a role policy', () => {
  const policy = (Roles: unknown[]) =>
    graphOfTemplate({ Resources: { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles } } } })
      .resources[0];
  expect(policy([{ Ref: 'Role' }])).toMatchObject({
    type: 'AWS::IAM::RolePolicy',
    properties: { PolicyName: 'p', RoleName: '@{Role.Ref}' },
  });
  expect(policy(['a', 'b']).type).toBe('AWS::IAM::Policy');
});

test.each<[unknown, unknown]>([
  [{ Ref: 'Role' }, '@{Role.Ref}'],
  [{ Ref: 'AWS::Region' }, '${AWS::Region}'],
  [{ 'Fn::GetAtt': ['Role', 'Arn'] }, '@{Role.Arn}'],
  [{ 'Fn::GetAtt': 'Nested.Outputs.Name' }, '@{Nested.Outputs.Name}'],
  [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::b']] }, 'arn:${AWS::Partition}:s3:::b'],
  [
    { 'Fn::Sub': 'arn:${AWS::Partition}:${Role.Arn}:${Bucket}:${!Literal}' },
    'arn:${AWS::Partition}:@{Role.Arn}:@{Bucket.Ref}:${!Literal}',
  ],
  [{ 'Fn::Sub': ['${name}-x', { name: { Ref: 'Bucket' } }] }, '@{Bucket.Ref}-x'],
  [{ 'Fn::If': ['Prod', 1, { Ref: 'Role' }] }, { 'Fn::If': ['Prod', 1, '@{Role.Ref}'] }],
  [{ 'Fn::Join': ['', { 'Fn::Split': ['-', 'x'] }] }, { 'Fn::Join': ['', { 'Fn::Split': ['-', 'x'] }] }],
])('%j reads as %j', (written, expected) => {
  expect(resolveIntrinsics(written)).toEqual(expected);
});

test.each([
  { 'Fn::GetAtt': 5 },
  { 'Fn::GetAtt': ['A', { Ref: 'B' }] },
  { 'Fn::Join': null },
  { 'Fn::Sub': null },
  { 'Fn::Sub': [] },
])('%j, which makes no sense or needs more, does not end the reading', (expression) => {
  expect(() => resolveIntrinsics(expression)).not.toThrow();
});
