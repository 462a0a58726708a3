import { containerRules } from '@inference-constructs/core/out/rules/containers';
import { broken, brokenInTerraform, UNKNOWN } from './support/broken';

const CONTAINER = { Image: 'registry/repository@sha256:00', ModelDataUrl: 's3://bucket/model.tar.gz' };
const DIGITS = 'a'.repeat(1025);

const model = (container: object) => ({
  Model: { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer: { ...CONTAINER, ...container } } },
});
const lambda = (Variables: unknown) => ({
  Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
});
const files = (S3Uri: unknown) => ({
  ModelDataUrl: undefined,
  ModelDataSource: { S3DataSource: { S3Uri, S3DataType: 'S3Prefix', CompressionType: 'None' } },
});
const many = (count: number, bytes: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`KEY_${i}`, 'x'.repeat(bytes)]));

test.each<[string, object]>([
  ['a container without anything unusual', model({})],
  ['a model of the registry', model({ Image: undefined, ModelDataUrl: undefined, ModelPackageName: 'arn' })],
  ['names that begin with an underscore', model({ Environment: { _a1: '', B: 'x'.repeat(1024) } })],
  ['a hundred variables', model({ Environment: many(100, 300) })],
  ['an environment of Lambda of 4096 bytes', lambda({ AB: 'x'.repeat(4094) })],
  ['a variable that is left out', model({ Environment: { '1A': { Ref: 'AWS::NoValue' } } })],
  ['many models below a prefix', model({ Mode: 'MultiModel', ModelDataUrl: 's3://bucket/models/' })],
  ['an archive of which the end is known', model({ ModelDataUrl: { 'Fn::Sub': 's3://${Bucket}/model.tar.gz' } })],
  ['an asset of the CDK', model({ ModelDataUrl: { 'Fn::Sub': 's3://assets-${AWS::Region}/0e74.gz' } })],
  ['a key that is a parameter', model({ ModelDataUrl: { 'Fn::Sub': 's3://bucket/${Key}' } })],
  ['a key that a parameter begins', model({ ModelDataUrl: { 'Fn::Sub': 's3://bucket/${Key}.zip' } })],
  ['files below a prefix', model(files('s3://bucket/prefix/'))],
  ['files below a prefix that is a parameter', model(files({ 'Fn::Sub': 's3://bucket/${Prefix}' }))],
  [
    'one uncompressed object',
    model({ ModelDataSource: { S3DataSource: { S3Uri: 's3://b/o', S3DataType: 'S3Object' } } }),
  ],
  ...UNKNOWN.flatMap((unknown): [string, object][] => [
    [
      `a container of ${JSON.stringify(unknown)}`,
      { Model: { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer: unknown } } },
    ],
    [`an image of ${JSON.stringify(unknown)}`, model({ Image: unknown })],
    [`model data of ${JSON.stringify(unknown)}`, model({ ModelDataUrl: unknown })],
    [`a prefix with a mode of ${JSON.stringify(unknown)}`, model({ Mode: unknown, ModelDataUrl: 's3://b/models/' })],
    [`a file with a mode of ${JSON.stringify(unknown)}`, model({ Mode: unknown, ModelDataUrl: 's3://b/models' })],
    [`files below ${JSON.stringify(unknown)}`, model(files(unknown))],
    [`a container's environment of ${JSON.stringify(unknown)}`, model({ Environment: unknown })],
    [`a container's variable of ${JSON.stringify(unknown)}`, model({ Environment: { A: unknown } })],
    [`a function's environment of ${JSON.stringify(unknown)}`, lambda(unknown)],
    [`a function's variable of ${JSON.stringify(unknown)}`, lambda({ AB: unknown })],
  ]),
])('%s breaks no rule', (_, resources) => {
  expect(broken(resources as Record<string, object>, containerRules)).toEqual([]);
});

const REMEDY = 'put it into a file of the model package, or into Parameter Store';

test.each<[string, object, string[]]>([
  [
    'a name that begins with a digit',
    model({ Environment: { '1BAD-KEY': '' } }),
    [
      '[container-environment-invalid] Model: environment variable ("1BAD-KEY"): letters, digits and underscores, not beginning with a digit on SageMaker. write for example "LOG_LEVEL"',
    ],
  ],
  [
    'a name and a value of too many bytes',
    model({ Environment: { [DIGITS]: '', B: 'é'.repeat(513) } }),
    [
      `[container-environment-invalid] Model: environment variable ${'a'.repeat(64)} (name of 1025 bytes): at most 1024 bytes on SageMaker. ${REMEDY}`,
      `[container-environment-invalid] Model: environment variable B (1026 bytes): at most 1024 bytes on SageMaker. ${REMEDY}`,
    ],
  ],
  [
    'too many variables',
    model({ Environment: many(101, 1) }),
    [`[container-environment-invalid] Model: environment (101 variables): at most 100 on SageMaker. ${REMEDY}`],
  ],
  [
    'too much in the containers of a model together',
    {
      Model: {
        Type: 'AWS::SageMaker::Model',
        Properties: { Containers: [{ Environment: many(20, 1000) }, { Environment: many(20, 1000) }] },
      },
    },
    [
      `[container-environment-invalid] Model: environment (40220 bytes of names and values): at most 32768 on SageMaker. ${REMEDY}`,
    ],
  ],
  [
    'a container of an inference component',
    {
      Component: {
        Type: 'AWS::SageMaker::InferenceComponent',
        Properties: { Specification: { Container: { Image: 'a b', Environment: { 'a-b': '' } } } },
      },
    },
    [
      '[container-environment-invalid] Component: environment variable ("a-b"): letters, digits and underscores, not beginning with a digit on SageMaker. write for example "LOG_LEVEL"',
      '[image-name-invalid] Component: image ("a b"): must have no blanks. write registry/repository@digest',
    ],
  ],
  [
    'names that Lambda refuses',
    lambda({ A: '', _B: '', AWS_REGION: 'eu-west-1', _HANDLER: '' }),
    [
      '[function-environment-invalid] Function: environment variable (AWS_REGION): set by Lambda. choose another name',
      '[function-environment-invalid] Function: environment variable (_HANDLER): set by Lambda. choose another name',
      '[function-environment-invalid] Function: environment variable ("A"): a letter, and then letters, digits and underscores, two at least on Lambda. write for example "LOG_LEVEL"',
      '[function-environment-invalid] Function: environment variable ("_B"): a letter, and then letters, digits and underscores, two at least on Lambda. write for example "LOG_LEVEL"',
    ],
  ],
  [
    'an environment of Lambda of 4097 bytes',
    lambda({ AB: 'x'.repeat(4095), CD: { Ref: 'Parameter' } }),
    [
      `[function-environment-invalid] Function: environment (4099 bytes of names and values): at most 4096 on Lambda. ${REMEDY}`,
    ],
  ],
  [
    'a long name of an image',
    model({ Image: 'r'.repeat(256) }),
    ['[image-name-invalid] Model: image (256 characters): at most 255. give its repository a shorter name'],
  ],
  [
    'a prefix where an archive belongs',
    model({ ModelDataUrl: { 'Fn::Sub': 's3://${Bucket}/artefacts/' } }),
    [
      '[model-data-prefix-as-archive] Model: ModelDataUrl ("s3://@{Bucket.Ref}/artefacts/"): one archive, not a prefix. name files below a prefix in ModelDataSource, or many models with Mode MultiModel',
    ],
  ],
  [
    'a prefix in a mode that is left out',
    model({ Mode: { Ref: 'AWS::NoValue' }, ModelDataUrl: 's3://bucket/artefacts/' }),
    [
      '[model-data-prefix-as-archive] Model: ModelDataUrl ("s3://bucket/artefacts/"): one archive, not a prefix. name files below a prefix in ModelDataSource, or many models with Mode MultiModel',
    ],
  ],
  [
    'an archive of another kind',
    model({ ModelDataUrl: 's3://bucket/model.zip' }),
    [
      '[model-data-not-an-archive] Model: ModelDataUrl ("s3://bucket/model.zip"): one gzipped tar archive. pack the model so, or name the files in ModelDataSource',
    ],
  ],
  [
    'a prefix without a slash',
    model(files('s3://bucket/prefix')),
    [
      '[model-data-prefix-without-slash] Model: S3Uri ("s3://bucket/prefix"): must end in a slash with S3DataType S3Prefix. write "s3://bucket/prefix/"',
    ],
  ],
  [
    'files of a multi-model endpoint',
    model({ Mode: 'MultiModel', ...files('s3://bucket/prefix/') }),
    [
      '[model-data-source-of-many-models] Model: ModelDataSource (with Mode MultiModel): not supported. name the prefix of the archives in ModelDataUrl',
    ],
  ],
])('%s: a rule is broken', (_, resources, messages) => {
  expect(broken(resources as Record<string, object>, containerRules)).toEqual(messages);
});

test('Terraform JSON is read by the same rules', () => {
  const resources = {
    aws_sagemaker_model: {
      it: {
        primary_container: {
          image: 'image',
          environment: { '1A': '${var.value}', B: 'x'.repeat(2000) },
          model_data_source: [
            { s3_data_source: [{ s3_uri: 's3://bucket/prefix', s3_data_type: 'S3Prefix', compression_type: 'None' }] },
          ],
        },
      },
    },
    aws_lambda_function: { it: { environment: { variables: { AB: 'x'.repeat(5000), C_D: '${var.value}' } } } },
  };
  expect(brokenInTerraform(resources, containerRules)).toEqual([
    '[container-environment-invalid] aws_sagemaker_model.it: environment variable ("1A"): letters, digits and underscores, not beginning with a digit on SageMaker. write for example "LOG_LEVEL"',
    `[container-environment-invalid] aws_sagemaker_model.it: environment variable B (2000 bytes): at most 1024 bytes on SageMaker. ${REMEDY}`,
    `[function-environment-invalid] aws_lambda_function.it: environment (5005 bytes of names and values): at most 4096 on Lambda. ${REMEDY}`,
    '[model-data-prefix-without-slash] aws_sagemaker_model.it: S3Uri ("s3://bucket/prefix"): must end in a slash with S3DataType S3Prefix. write "s3://bucket/prefix/"',
  ]);
});
