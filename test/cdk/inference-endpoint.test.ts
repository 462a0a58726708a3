import {
  container,
  diagnosis,
  endpointTemplate,
  idsOf,
  models,
  newEndpoint,
  newStack,
  only,
  REPOSITORY_ARN,
  outdir,
  synth,
} from './support/synth';
import type { Synthesized } from './support/synth';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib/core';
import type { InferenceEndpointProps } from '@inference-constructs/cdk';
import { Rollout, ServingContainer } from '@inference-constructs/cdk';

const ALARM = 'AWS::CloudWatch::Alarm';

interface Manifest {
  readonly files: Record<string, { source: { path: string } }>;
  readonly dockerImages: Record<string, { source: { directory: string; dockerFile: string; platform: string } }>;
}

function assets(): Manifest {
  return JSON.parse(readFileSync(join(outdir, 'Diagnosis.assets.json'), 'utf8')) as Manifest;
}

describe('what is deployed', () => {
  test('is one archive of the model package', () => {
    endpointTemplate();
    const { path } = Object.values(assets().files).find(({ source }) => source.path.endsWith('.tar.gz'))!.source;
    const listing = execFileSync('tar', ['-tzf', join(outdir, path)], { encoding: 'utf8' });
    expect(listing.trim().split('\n')).toEqual(['golden.jsonl', 'model.json', 'model.onnx']);
    const model = execFileSync('tar', ['-xzOf', join(outdir, path), 'model.onnx']);
    expect(model).toEqual(readFileSync(join(models, 'v1', 'model.onnx')));
  });

  test('can be fetched by the role, and nothing else in the bucket', () => {
    const synthesized = endpointTemplate();
    const { Statement } = synthesized.graph.ofType('AWS::IAM::RolePolicy')[0].properties.PolicyDocument as {
      Statement: { Action: string[]; Resource: string }[];
    };
    expect(Statement.find(({ Action }) => Action.includes('s3:GetObject'))?.Resource).toBe(
      container(synthesized).ModelDataUrl.replace('s3://', 'arn:${AWS::Partition}:s3:::'),
    );
  });
});

describe('image', () => {
  const runtime = { container: undefined };

  test.each([
    ['ml.c7i.large', 'Dockerfile', 'linux/amd64', 'cpu'],
    ['ml.c7g.xlarge', 'Dockerfile', 'linux/arm64', 'cpu'],
    ['ml.g5.xlarge', 'Dockerfile.gpu', 'linux/amd64', 'cuda'],
  ])('on %s is built from %s for %s without Docker at synth', (instanceType, dockerFile, platform, device) => {
    const path = process.env.PATH;
    process.env.PATH = '';
    const synthesized = endpointTemplate({ ...runtime, instanceType });
    process.env.PATH = path;
    const [image] = Object.values(assets().dockerImages);
    expect(image.source).toEqual({ directory: expect.any(String) as string, dockerFile, platform });
    expect(existsSync(join(outdir, image.source.directory, dockerFile))).toBe(true);
    expect(container(synthesized).Environment.INFERENCE_DEVICE).toBe(device);
    expect(container(synthesized).Image).toMatch(/cdk-hnb659fds-container-assets-.*:[0-9a-f]{64}$/);
  });
});

describe('name', () => {
  const nameOf = (stack: Stack) => newEndpoint(stack).endpointName;

  test('is a literal that the endpoint, the container and the alarms share', () => {
    const synthesized = endpointTemplate();
    const name = only(synthesized, 'AWS::SageMaker::Endpoint').Properties.EndpointName as string;
    expect(name).toMatch(/^Diagnosis-Classifier-[0-9a-f]{8}$/);
    expect(container(synthesized).Environment.INFERENCE_ENDPOINT_NAME).toBe(name);
    expect(JSON.stringify(synthesized.graph.ofType(ALARM)[0].properties)).toContain(name);
  });

  test('is of at most 63 characters', () => {
    const stack = new Stack(new App({ outdir }), 'A'.repeat(100));
    expect(nameOf(stack)).toHaveLength(63);
  });

  test('differs from stack to stack', () => {
    const stacks = ['Blue', 'Green'].map(
      (stackName) => new Stack(new App({ outdir }), 'A', { stackName: `${'x'.repeat(60)}${stackName}` }),
    );
    const [blue, green] = stacks.map(nameOf);
    expect(blue).not.toBe(green);
  });

  test('is a literal in a nested stack', () => {
    expect(nameOf(new NestedStack(newStack(), 'Nested'))).toMatch(/^Nested-Classifier-[0-9a-f]{8}$/);
  });

  test('can be chosen', () => {
    const synthesized = endpointTemplate({ endpointName: 'triage' });
    expect(only(synthesized, 'AWS::SageMaker::Endpoint').Properties.EndpointName).toBe('triage');
  });

  test.each(['AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig'])('%s has none', (type) => {
    const { Properties } = only(endpointTemplate(), type);
    expect(Object.keys(Properties).filter((key) => /^(Model|EndpointConfig)Name$/.test(key))).toEqual([]);
  });
});

describe('a release', () => {
  const lasting = endpointTemplate();
  const alarms = (synthesized: Synthesized) => idsOf(synthesized, ALARM);
  const others = (synthesized: Synthesized) =>
    Object.keys(synthesized.resources).filter((id) => !alarms(synthesized).includes(id));

  test.each<[string, Partial<InferenceEndpointProps>]>([
    ['another model', { model: diagnosis('v2') }],
    ['another instance type', { instanceType: 'ml.c7i.xlarge' }],
    ['more instances', { instanceCount: 3 }],
    [
      'another image',
      {
        container: ServingContainer.runtimeFromImageUri(
          '123456789012.dkr.ecr.us-east-1.amazonaws.com/runtime:2',
          REPOSITORY_ARN,
        ),
      },
    ],
    ['an environment variable', { environment: { LOG_LEVEL: 'debug' } }],
  ])('comes with %s: alarms are new, the rest keeps its ids', (_, props) => {
    const changed = endpointTemplate(props);
    expect(alarms(changed)).toHaveLength(3);
    expect(alarms(changed).filter((id) => alarms(lasting).includes(id))).toEqual([]);
    expect(others(changed)).toEqual(others(lasting));
  });

  test.each<[string, Partial<InferenceEndpointProps>]>([
    ['nothing changes', {}],
    ['the rollout changes', { rollout: Rollout.allAtOnce() }],
    ['the latency limit changes', { latencyLimit: Duration.millis(200) }],
    ['the expected traffic changes', { expectedRequestsPerMinute: 1000 }],
  ])('does not come when %s', (_, props) => {
    expect(alarms(endpointTemplate(props))).toEqual(alarms(lasting));
  });

  test('comes with an override of the configuration', () => {
    const stack = newStack();
    const config = newEndpoint(stack).node.findChild('Config') as CfnEndpointConfig;
    config.addPropertyOverride('ProductionVariants.0.InstanceType', 'ml.c7i.4xlarge');
    expect(alarms(synth(stack)).filter((id) => alarms(lasting).includes(id))).toEqual([]);
  });

  test('all at once bakes after the shift', () => {
    const rollout = Rollout.allAtOnce({ bake: Duration.minutes(10) });
    expect(only(endpointTemplate({ rollout, instanceCount: 1 }), 'AWS::SageMaker::Endpoint').Properties).toMatchObject({
      DeploymentConfig: {
        BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 600 } },
      },
    });
  });
});

test('the right to invoke is to this endpoint', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  endpoint.grantInvoke(new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }));
  const synthesized = synth(stack);
  const [id] = idsOf(synthesized, 'AWS::SageMaker::Endpoint');
  expect(stack.resolve(endpoint.endpointArn)).toEqual({ Ref: id });
  expect(only(synthesized, 'AWS::IAM::Policy').Properties.PolicyDocument).toMatchObject({
    Statement: [{ Action: 'sagemaker:InvokeEndpoint', Effect: 'Allow', Resource: { Ref: id } }],
  });
});

describe('metrics', () => {
  const endpoint = newEndpoint(newStack());
  const name = { name: 'EndpointName', value: endpoint.endpointName };
  const model = { name: 'ModelDigest', value: diagnosis().digest };
  const variant = { name: 'VariantName', value: 'live' };

  test.each([
    ['metricInvocations', 'AWS/SageMaker', 'Invocations', 'Sum', [name, variant]],
    ['metricInvocation5xxErrors', 'AWS/SageMaker', 'Invocation5XXErrors', 'Sum', [name, variant]],
    ['metricModelLatency', 'AWS/SageMaker', 'ModelLatency', 'Average', [name, variant]],
    ['metricPredictions', 'InferenceConstructs', 'Predictions', 'Sum', [name, model]],
    ['metricPositive', 'InferenceConstructs', 'Positive', 'Sum', [name, model]],
  ] as const)('%s', (method, namespace, metricName, statistic, dimensions) => {
    expect(endpoint[method]().toMetricConfig().metricStat).toMatchObject({
      namespace,
      metricName,
      statistic,
      dimensions,
    });
  });
});
