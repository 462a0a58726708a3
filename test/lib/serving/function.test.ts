import type { FunctionSpec } from '@inference-constructs/core/out/serving/function';
import { DIGEST, MIB, decide, model, properties } from './support/function';

test('the whole of a function', () => {
  expect(decide().resources.map(({ id, type }) => `${id}: ${type}`)).toEqual([
    'Logs: AWS::Logs::LogGroup',
    'Role: AWS::IAM::Role',
    'RolePolicy: AWS::IAM::RolePolicy',
    'Function: AWS::Lambda::Function',
    'Version: AWS::Lambda::Version',
    'Alias: AWS::Lambda::Alias',
    'ErrorsAlarm: AWS::CloudWatch::Alarm',
    'LatencyAlarm: AWS::CloudWatch::Alarm',
    'PredictionShiftAlarm: AWS::CloudWatch::Alarm',
    'Application: AWS::CodeDeploy::Application',
    'DeploymentRole: AWS::IAM::Role',
    'DeploymentGroup: AWS::CodeDeploy::DeploymentGroup',
  ]);
});

test('the role may write to its own log group and nothing else', () => {
  expect(properties(decide(), 'RolePolicy').PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '@{Logs.Arn}' }],
  });
});

test('the runtime learns the digest of its model', () => {
  const plan = decide({ environment: { MINE: '1' } });
  expect(properties(plan, 'Function').Environment).toEqual({
    Variables: { MINE: '1', INFERENCE_MODEL_DIGEST: DIGEST },
  });
});

test.each([
  [1000, 512],
  [100 * MIB, 576],
  [101 * MIB, 576],
  [160 * MIB, 768],
])('a model package of %i bytes gets %i MiB', (bytes, memory) => {
  expect(properties(decide({ model: model({ bytes }) }), 'Function').MemorySize).toBe(memory);
});

test.each<[Partial<FunctionSpec>, string]>([
  [
    { environment: { INFERENCE_MODEL_DIGEST: 'forged' } },
    'environment variable (INFERENCE_MODEL_DIGEST): set by the construct. choose another name',
  ],
  [{ environment: { AWS_REGION: 'x' } }, 'environment variable (AWS_REGION): set by Lambda. choose another name'],
  [{ memoryMib: 127 }, 'memory (127 MiB): a whole number from 128 to 10240 MiB. choose a value in that range'],
  [{ memoryMib: 10241 }, 'memory (10241 MiB): a whole number from 128 to 10240 MiB. choose a value in that range'],
  [{ memoryMib: 512.5 }, 'memory (512.5 MiB): a whole number from 128 to 10240 MiB. choose a value in that range'],
  [{ timeoutSeconds: 0 }, 'timeout (0 seconds): a whole number from 1 to 900 seconds. choose a value in that range'],
  [
    { timeoutSeconds: 901 },
    'timeout (901 seconds): a whole number from 1 to 900 seconds. choose a value in that range',
  ],
  [
    { model: model({ bytes: 215_100_000 }) },
    'size of model package, handler and onnxruntime layer (262200000 bytes): at most 262144000 bytes unzipped on Lambda. ' +
      'serve this model (215100000 bytes) with an image (up to 10 GiB) or an InferenceEndpoint, or make it smaller (quantization)',
  ],
])('%j is refused', (overrides, message) => {
  expect(() => decide(overrides)).toThrow(message);
});

test('a token is neither judged nor lost', () => {
  const plan = decide({ memoryMib: -1, timeoutSeconds: -1, isUnresolved: (value) => value === -1 });
  expect(properties(plan, 'Function')).toMatchObject({ MemorySize: -1, Timeout: -1 });
});
