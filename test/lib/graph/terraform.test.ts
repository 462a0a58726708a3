import { graphOfTerraform } from '../../../lib/src/graph/terraform';
import type { GraphResource } from '../../../lib/src/graph/resource-graph';
import { breaches } from '../../../lib/src/rules/engine';

const read = (type: string, body: unknown): GraphResource =>
  graphOfTerraform({ resource: { [type]: { it: body } } }).resources[0];

describe('what is mechanical', () => {
  test('names turn into those of CloudFormation', () => {
    expect(read('aws_lambda_function', { memory_size: 512, runtime: 'nodejs22.x' })).toEqual({
      id: 'aws_lambda_function.it',
      path: 'aws_lambda_function.it',
      type: 'AWS::Lambda::Function',
      properties: { MemorySize: 512, Runtime: 'nodejs22.x' },
      attributes: {},
    });
  });

  test('what is null is not there', () => {
    expect(read('aws_lambda_function', { memory_size: null }).properties).toEqual({});
  });

  test('a type that is not known keeps its name', () => {
    expect(read('random_id', { byte_length: 8, keepers: [{ seed_value: 1 }] })).toMatchObject({
      type: 'terraform:random_id',
      properties: { ByteLength: 8, Keepers: [{ SeedValue: 1 }] },
    });
  });

  test('tags are a list', () => {
    const { properties } = read('aws_lambda_function', { tags: { team: 'triage', app: 'x' }, tags_all: {} });
    expect(properties).toEqual({
      Tags: [
        { Key: 'app', Value: 'x' },
        { Key: 'team', Value: 'triage' },
      ],
    });
  });
});

describe('JSON that others write', () => {
  test('may have a list wherever an object is enough', () => {
    const body = { logging_config: [{ log_group: 'x' }], environment: [{ variables: { lower_case: '1' } }] };
    const { resources } = graphOfTerraform({ resource: [{ aws_lambda_function: [{ it: [body] }] }] });
    expect(resources[0].properties).toEqual({
      LoggingConfig: { LogGroup: 'x' },
      Environment: { Variables: { lower_case: '1' } },
    });
  });

  test('may have an object where a block repeats', () => {
    const variant = { variant_name: 'live', initial_instance_count: 1 };
    const { properties } = read('aws_sagemaker_endpoint_configuration', { production_variants: variant });
    expect(properties).toEqual({ ProductionVariants: [{ VariantName: 'live', InitialInstanceCount: 1 }] });
  });

  test('may have no resources', () => {
    expect(graphOfTerraform({}).resources).toEqual([]);
  });

  test('may have a comment that is text', () => {
    expect(read('aws_lambda_function', { '//': 'by hand' }).path).toBe('aws_lambda_function.it');
  });
});

describe('CDKTF', () => {
  test('says the construct path, and the annotation beside it', () => {
    const comment = { metadata: { path: 'Stack/Alarm', uniqueId: 'Alarm' }, InferenceConstructs: { kind: 'x' } };
    expect(read('aws_cloudwatch_metric_alarm', { '//': comment })).toMatchObject({
      path: 'Stack/Alarm',
      attributes: { InferenceConstructs: { kind: 'x' } },
    });
  });

  test('what Terraform itself understands is no property', () => {
    const body = { lifecycle: { create_before_destroy: true }, depends_on: ['aws_iam_role.a', '${aws_iam_role.b}'] };
    expect(read('aws_lambda_function', { ...body, provider: 'aws.eu' })).toMatchObject({
      properties: {},
      attributes: {
        lifecycle: { create_before_destroy: true },
        provider: 'aws.eu',
        DependsOn: ['@{aws_iam_role.a.Ref}', '@{aws_iam_role.b.Ref}'],
      },
    });
  });
});

describe('a local', () => {
  const policy = { policy: '{"Resource":"arn:aws:s3:::x-${local.account}","Action":"${local.action}"}' };
  const account = '${element(split(":", aws_iam_role.r.arn), 4)}';
  const readWith = (locals: unknown, body: object) =>
    graphOfTerraform({ locals, resource: { aws_iam_role_policy: { p: body } } }).resources[0].properties.PolicyDocument;

  test.each<[string, unknown]>([
    ['an object', { account, action: '${local.other}', other: 's3:*' }],
    ['a list of objects', [{ account }, { action: '${local.other}' }]],
  ])('is read where it is text, in documents too, and if it refers to no other: %s', (_, locals) => {
    expect(readWith(locals, policy)).toEqual({
      Resource: 'arn:aws:s3:::x-${AWS::AccountId}',
      Action: '${local.other}',
    });
  });

  test('is not read where it is no text, or not there', () => {
    expect(readWith({ account: ['a'] }, policy)).toEqual({
      Resource: 'arn:aws:s3:::x-${local.account}',
      Action: '${local.action}',
    });
  });

  test('may be put into a document with its quotes', () => {
    expect(readWith(undefined, { policy: `{"Resource":"${account}"}` })).toEqual({ Resource: '${AWS::AccountId}' });
  });
});

describe('a reference', () => {
  const text = (value: string) => read('aws_lambda_alias', { description: value }).properties.Description;

  test.each([
    ['${aws_iam_role.r.arn}', '@{aws_iam_role.r.Arn}'],
    ['${aws_iam_role.r.name}', '@{aws_iam_role.r.Ref}'],
    ['${ aws_iam_role.r.id }', '@{aws_iam_role.r.Ref}'],
    ['${aws_iam_role.r[0].arn}', '@{aws_iam_role.r.Arn}'],
    ['${aws_iam_role.r["a.b"].arn}', '@{aws_iam_role.r.Arn}'],
    ['${aws_iam_role.r.unique_id}', '@{aws_iam_role.r.RoleId}'],
    ['${aws_iam_role.r.create_date}', '@{aws_iam_role.r.create_date}'],
    ['${aws_lambda_function.f.function_name}:live', '@{aws_lambda_function.f.Ref}:live'],
    ['${aws_lambda_function.f.version}', '@{aws_lambda_function.f#Version.Version}'],
    ['${aws_lambda_alias.a.arn}', '@{aws_lambda_alias.a.Ref}'],
    ['${aws_sagemaker_endpoint.e.name}', '@{aws_sagemaker_endpoint.e.EndpointName}'],
    ['${aws_cloudwatch_log_group.l.arn}', '@{aws_cloudwatch_log_group.l.LogGroupArn}'],
    ['${aws_cloudwatch_log_group.l.arn}:*', '@{aws_cloudwatch_log_group.l.Arn}'],
    ['arn:${data.aws_partition.p.partition}:x', 'arn:${AWS::Partition}:x'],
    ['${data.aws_region.r.name}', '${AWS::Region}'],
    ['${data.aws_caller_identity.c.account_id}', '${AWS::AccountId}'],
    ['${element(split(":", aws_iam_role.r.arn), 4)}', '${AWS::AccountId}'],
  ])('%s is %s', (written, expected) => {
    expect(text(written)).toBe(expected);
  });

  test.each([
    '${var.name}',
    '${local.names.a}',
    '${module.m.arn}',
    '${each.value.arn}',
    '${aws_iam_role.r.tags.team}',
    '${join("-", [aws_iam_role.r.name])}',
    '${data.aws_iam_role.r.arn}',
    '${element(split(":", aws_iam_role.r.arn), 5)}',
    '${data.aws_region.r.endpoint}',
  ])('%s is left as it is', (written) => {
    expect(text(written)).toBe(written);
  });

  test('is found in the graph again', () => {
    const graph = graphOfTerraform({
      resource: {
        aws_iam_role: { r: {} },
        aws_lambda_function: { f: { role: '${aws_iam_role.r.arn}', publish: true } },
        aws_lambda_alias: { a: { function_version: '${aws_lambda_function.f.version}' } },
      },
    });
    expect(graph.target(graph.get('aws_lambda_function.f')?.properties.Role)?.id).toBe('aws_iam_role.r');
    expect(graph.target(graph.get('aws_lambda_alias.a')?.properties.FunctionVersion)).toMatchObject({
      type: 'AWS::Lambda::Version',
      properties: { FunctionName: '@{aws_lambda_function.f.Ref}' },
    });
  });
});

describe('what is written differently', () => {
  test('policy documents are text', () => {
    const policy = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"${aws_s3_bucket.b.arn}"}]}';
    expect(read('aws_iam_role_policy', { name: 'p', role: '${aws_iam_role.r.name}', policy })).toMatchObject({
      type: 'AWS::IAM::RolePolicy',
      properties: {
        PolicyName: 'p',
        RoleName: '@{aws_iam_role.r.Ref}',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '@{aws_s3_bucket.b.Arn}' }] },
      },
    });
  });

  test('a policy document that is an expression stays one', () => {
    const policy = '${data.aws_iam_policy_document.d.json}';
    expect(read('aws_iam_role_policy', { policy }).properties.PolicyDocument).toBe(policy);
  });

  test('managed policies are attached by resources', () => {
    const { resources } = graphOfTerraform({
      resource: {
        aws_iam_role: { r: {} },
        aws_iam_role_policy_attachment: {
          one: { role: '${aws_iam_role.r.name}', policy_arn: 'arn:one' },
          two: { role: '${aws_iam_role.r.id}', policy_arn: 'arn:two' },
          other: { role: 'of-another-stack', policy_arn: 'arn:three' },
        },
      },
    });
    expect(resources.map(({ type, properties }) => [type, properties])).toEqual([
      ['AWS::IAM::Role', { ManagedPolicyArns: ['arn:one', 'arn:two'] }],
      ['terraform:aws_iam_role_policy_attachment', { Role: 'of-another-stack', PolicyArn: 'arn:three' }],
    ]);
  });

  test('managed policies in the role itself are all it may have', () => {
    expect(read('aws_iam_role', { managed_policy_arns: ['arn:one'] }).properties).toEqual({
      ManagedPolicyArns: ['arn:one'],
      ManagedPolicyArnsAreExclusive: true,
    });
  });

  test('a function that does not publish has no version', () => {
    const { resources } = graphOfTerraform({ resource: { aws_lambda_function: { f: { publish: false } } } });
    expect(resources.map(({ type, properties }) => [type, properties])).toEqual([['AWS::Lambda::Function', {}]]);
  });

  test('code lies in a file or in a bucket', () => {
    const code = { filename: 'a.zip', source_code_hash: 'x' };
    expect(read('aws_lambda_function', code).properties).toEqual({ Code: { Filename: 'a.zip', SourceCodeHash: 'x' } });
    const content = { s3_bucket: 'b', s3_key: 'k' };
    expect(read('aws_lambda_layer_version', content).properties).toEqual({ Content: { S3Bucket: 'b', S3Key: 'k' } });
  });

  test('a plain alarm', () => {
    const alarm = { alarm_name: 'a', metric_name: 'Errors', dimensions: { B: '2', A: '1' }, ok_actions: ['arn'] };
    expect(read('aws_cloudwatch_metric_alarm', alarm).properties).toEqual({
      AlarmName: 'a',
      MetricName: 'Errors',
      Dimensions: [
        { Name: 'A', Value: '1' },
        { Name: 'B', Value: '2' },
      ],
      OKActions: ['arn'],
    });
  });

  test('an alarm on metric math', () => {
    const metric = { metric_name: 'Errors', namespace: 'AWS/Lambda', period: 60, stat: 'Sum', dimensions: { F: 'f' } };
    const queries = [
      { id: 'score', expression: 'e / 2', return_data: true },
      { id: 'e', metric: [metric] },
    ];
    expect(read('aws_cloudwatch_metric_alarm', { metric_query: queries }).properties.Metrics).toEqual([
      { Id: 'score', Expression: 'e / 2', ReturnData: true },
      {
        Id: 'e',
        MetricStat: {
          Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'F', Value: 'f' }] },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ]);
  });

  test('alarms of a deployment group are names', () => {
    const configuration = { enabled: true, alarms: ['${aws_cloudwatch_metric_alarm.a.alarm_name}', 'b'] };
    expect(
      read('aws_codedeploy_deployment_group', { app_name: 'x', alarm_configuration: configuration }),
    ).toMatchObject({
      properties: {
        ApplicationName: 'x',
        AlarmConfiguration: {
          Enabled: true,
          Alarms: [{ Name: '@{aws_cloudwatch_metric_alarm.a.Ref}' }, { Name: 'b' }],
        },
      },
    });
  });

  test('steps of a canary and of a linear rollout', () => {
    const routing = (block: string) => ({
      traffic_routing_config: [{ type: 'x', [block]: [{ percentage: 10, interval: 5 }] }],
    });
    const type = 'aws_codedeploy_deployment_config';
    expect(read(type, routing('time_based_canary')).properties.TrafficRoutingConfig).toMatchObject({
      TimeBasedCanary: { CanaryPercentage: 10, CanaryInterval: 5 },
    });
    expect(read(type, routing('time_based_linear')).properties.TrafficRoutingConfig).toMatchObject({
      TimeBasedLinear: { LinearPercentage: 10, LinearInterval: 5 },
    });
  });
});

test('rules read Terraform that nobody here wrote', () => {
  const graph = graphOfTerraform({
    resource: {
      aws_cloudwatch_metric_alarm: {
        errors: {
          alarm_name: 'errors',
          evaluation_periods: 2,
          metric_name: 'Invocation5XXErrors',
          namespace: 'AWS/SageMaker',
          period: 600,
          dimensions: { EndpointName: 'e', VariantName: 'v' },
        },
      },
      aws_sagemaker_endpoint: {
        e: {
          deployment_config: [
            {
              blue_green_update_policy: [
                {
                  traffic_routing_configuration: [
                    {
                      type: 'CANARY',
                      wait_interval_in_seconds: 600,
                      canary_size: [{ type: 'CAPACITY_PERCENT', value: 10 }],
                    },
                  ],
                },
              ],
              auto_rollback_configuration: [{ alarms: [{ alarm_name: 'errors' }] }],
            },
          ],
        },
      },
    },
  });
  expect(breaches(graph, { isUnresolved: () => false }).map(({ rule, resource }) => [rule.id, resource.id])).toEqual([
    ['canary-longer-than-alarm', 'aws_cloudwatch_metric_alarm.errors'],
    ['alarm-watches-old-release', 'aws_cloudwatch_metric_alarm.errors'],
  ]);
});

test('text that looks like a reference is none', () => {
  const { properties } = read('aws_lambda_function', { description: '$${aws_iam_role.a.arn} ${aws_iam_role.a.arn}' });
  expect(properties.Description).toBe('$${aws_iam_role.a.arn} @{aws_iam_role.a.Arn}');
});

test('a dependency that is no text is left out', () => {
  expect(read('aws_sqs_queue', { depends_on: [{}, 'aws_iam_role.a'] }).attributes?.DependsOn).toEqual([
    '@{aws_iam_role.a.Ref}',
  ]);
});

test('an attachment that names no policy stays a resource of its own', () => {
  const { resources } = graphOfTerraform({
    resource: {
      aws_iam_role: { r: {} },
      aws_iam_role_policy_attachment: { it: { role: '${aws_iam_role.r.name}' } },
    },
  });
  expect(resources.map(({ type, properties }) => [type, properties])).toEqual([
    ['AWS::IAM::Role', {}],
    ['terraform:aws_iam_role_policy_attachment', { Role: '@{aws_iam_role.r.Ref}' }],
  ]);
});
