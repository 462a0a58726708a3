import { diagnosis, IMAGE, IMAGE_URI, newStack, only, outdir, REPOSITORY_ARN, synth } from './support/synth';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import {
  AsyncInferenceEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  ServerlessInferenceEndpoint,
  ServingContainer,
} from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';

const HERE = 'arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint';
const caller = (stack: Stack) => new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const bucket = (stack: Stack) => Bucket.fromBucketName(stack, 'Bucket', 'requests-and-answers');

/** What the caller may do. */
function granted(stack: Stack): unknown {
  const policies = synth(stack).graph.ofType('AWS::IAM::RolePolicy');
  const { PolicyDocument } = policies.find(({ path }) => path.includes('/Caller/'))!.properties;
  return (PolicyDocument as { Statement: unknown }).Statement;
}

const asynchronous = (stack: Stack) =>
  new AsyncInferenceEndpoint(stack, 'Classifier', {
    model: diagnosis(),
    ...IMAGE,
    outputBucket: bucket(stack),
    endpointName: 'triage',
  });

test('a caller of an asynchronous endpoint may put requests, have them answered and fetch answers', () => {
  const stack = newStack();
  asynchronous(stack).grantInvoke(caller(stack));
  const objects = 'arn:${AWS::Partition}:s3:::requests-and-answers/triage';
  expect(granted(stack)).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:InvokeEndpointAsync', Resource: expect.any(String) as string },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: `${objects}/input/*` },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: [`${objects}/output/*`, `${objects}/failures/*`] },
  ]);
});

test('an asynchronous endpoint says where requests go', () => {
  expect(asynchronous(newStack()).inputLocation).toBe('s3://requests-and-answers/triage/input/');
});

test.each([
  ['metricApproximateBacklogSize', 'ApproximateBacklogSize', 'Average'],
  ['metricApproximateBacklogSizePerInstance', 'ApproximateBacklogSizePerInstance', 'Average'],
  ['metricApproximateAgeOfOldestRequest', 'ApproximateAgeOfOldestRequest', 'Maximum'],
  ['metricHasBacklogWithoutCapacity', 'HasBacklogWithoutCapacity', 'Maximum'],
] as const)('%s is of the endpoint, not of a variant', (method, metricName, statistic) => {
  const metric = asynchronous(newStack())[method]();
  expect(metric).toMatchObject({ metricName, statistic, dimensions: { EndpointName: 'triage' } });
});

test('a caller may get an answer in pieces, and nothing else', () => {
  const stack = newStack();
  const endpoint = new ServerlessInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE });
  endpoint.grantInvokeWithResponseStream(caller(stack));
  expect(granted(stack)).toMatchObject([{ Action: 'sagemaker:InvokeEndpointWithResponseStream' }]);
});

describe('an imported endpoint', () => {
  test('is granted by the ARN that SageMaker writes in lower case', () => {
    const stack = newStack();
    InferenceEndpoint.fromEndpointName(stack, 'Other', 'Triage').grantInvoke(caller(stack));
    expect(granted(stack)).toEqual([
      { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: `${HERE}/triage` },
    ]);
  });

  test('by its ARN has the name, the account and the region of the ARN', () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:210987654321:endpoint/triage';
    const endpoint = InferenceEndpoint.fromEndpointArn(newStack(), 'Other', arn);
    expect(endpoint).toMatchObject({ endpointName: 'triage', endpointRef: { endpointArn: arn } });
    expect(endpoint.env).toEqual({ account: '210987654321', region: 'eu-west-1' });
  });

  test('has metrics', () => {
    const endpoint = InferenceEndpoint.fromEndpointName(newStack(), 'Other', 'triage');
    expect(endpoint.metricOverheadLatency()).toMatchObject({
      namespace: 'AWS/SageMaker',
      metricName: 'OverheadLatency',
      dimensions: { EndpointName: 'triage', VariantName: 'live' },
    });
  });
});

describe('a VPC', () => {
  const vpcOf = (stack: Stack) => new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });

  test('puts an endpoint into its private subnets, with a security group of its own', () => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    const endpoint = new InferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, vpc });
    endpoint.connections.allowTo(SecurityGroup.fromSecurityGroupId(stack, 'Store', 'sg-1'), Port.tcp(5432));
    const synthesized = synth(stack);
    const { VpcConfig } = only(synthesized, 'AWS::SageMaker::Model').Properties as {
      VpcConfig: { Subnets: unknown[] };
    };
    expect(VpcConfig.Subnets).toHaveLength(2);
    expect(synthesized.graph.ofType('AWS::EC2::SecurityGroupIngress')).toHaveLength(1);
    expect(JSON.stringify(synthesized.resources)).toContain('ec2:CreateNetworkInterfacePermission');
  });

  test('is needed for connections', () => {
    const endpoint = new InferenceEndpoint(newStack(), 'Classifier', { model: diagnosis(), ...IMAGE });
    expect(() => endpoint.connections).toThrow(
      new Error('Diagnosis/Classifier: connections (none): the endpoint is not in a VPC. set vpc'),
    );
  });
});

describe('a container', () => {
  const model = (container: (stack: Stack) => ServingContainer, stack: Stack = newStack()) => {
    new InferenceEndpoint(stack, 'Classifier', { model: diagnosis(), container: container(stack) });
    const synthesized = synth(stack);
    return {
      image: (synthesized.graph.ofType('AWS::SageMaker::Model')[0].properties.PrimaryContainer as { Image: string })
        .Image,
      policy: JSON.stringify(synthesized.graph.ofType('AWS::IAM::RolePolicy')[0].properties),
    };
  };

  test('may be in a repository, pinned by its digest', () => {
    const { image, policy } = model((stack) =>
      ServingContainer.fromEcrRepository(Repository.fromRepositoryName(stack, 'Own', 'own'), 'sha256:12'),
    );
    expect(image).toMatch(/\/own@sha256:12$/);
    expect(policy).toContain(':repository/own"');
  });

  test('may be built from a directory', () => {
    const directory = join(__dirname, '..', '..', 'runtime', 'container');
    expect(model(() => ServingContainer.fromAsset(directory)).image).toMatch(/container-assets/);
    expect(
      model((stack) => ServingContainer.fromImageAsset(new DockerImageAsset(stack, 'Own', { directory }))).image,
    ).toMatch(/container-assets/);
  });

  test('may be a deep learning container, from the account that has it in the region', () => {
    const stack = new Stack(new App({ outdir, analyticsReporting: false }), 'Diagnosis', {
      env: { account: '123456789012', region: 'eu-west-1' },
    });
    const { image, policy } = model(
      () => ServingContainer.fromDeepLearningContainer('pytorch-inference', '2.6'),
      stack,
    );
    expect(image).toBe('763104351884.dkr.ecr.eu-west-1.${AWS::URLSuffix}/pytorch-inference:2.6');
    expect(policy).toContain('ecr:eu-west-1:763104351884:repository/pytorch-inference');
  });

  test('may be Triton, from a table where the region is not known', () => {
    const stack = newStack();
    model(() => ServingContainer.fromTriton('24.09-py3'), stack);
    const text = JSON.stringify(stack.resolve(stack.node.findChild('TritonAccounts').node.id));
    expect(text).toBe('"TritonAccounts"');
  });

  test('may be Triton, from the account of the region', () => {
    const stack = new Stack(new App({ outdir, analyticsReporting: false }), 'Diagnosis', {
      env: { account: '123456789012', region: 'eu-west-1' },
    });
    expect(model(() => ServingContainer.fromTriton('24.09-py3'), stack).image).toMatch(
      /^802834080501\.dkr\.ecr\.eu-west-1/,
    );
  });
});

test('a model is added to a multi-model endpoint as one archive under the name that requests use', () => {
  const stack = newStack();
  const endpoint = new MultiModelEndpoint(stack, 'Classifiers', { ...IMAGE, bucket: bucket(stack), prefix: 'all' });
  const target = endpoint.addModel(diagnosis());
  expect(target).toMatch(/^diagnosis-1\.0\.0-[0-9a-f]{12}\.tar\.gz$/);
  const deployment = only(synth(stack), 'Custom::CDKBucketDeployment').Properties;
  expect(deployment).toMatchObject({ DestinationBucketKeyPrefix: 'all', Prune: false, RetainOnDelete: true });
  const asset = readdirSync(outdir).find((name) => existsSync(join(outdir, name, target)))!;
  expect(readdirSync(join(outdir, asset))).toEqual([target]);
  const files = execFileSync('tar', ['-tzf', join(outdir, asset, target)], { encoding: 'utf8' });
  expect(files.trim().split('\n')).toContain('model.onnx');
});

test('a model that the runtime cannot load is not added; another container may', () => {
  const folder = mkdtempSync(join(tmpdir(), 'newer-'));
  cpSync(diagnosis().directory, folder, { recursive: true });
  const graph = readFileSync(join(folder, 'model.onnx'));
  // The first field of a graph is its IR version.
  graph[1] = 14;
  writeFileSync(join(folder, 'model.onnx'), graph);
  const stack = newStack();
  const props = { ...IMAGE, bucket: bucket(stack), prefix: 'all' };
  const newer = ModelPackage.fromDirectory(folder);
  expect(() => new MultiModelEndpoint(stack, 'Classifiers', props).addModel(newer)).toThrow(
    'Diagnosis/Classifiers: IR version of diagnosis (14): at most 13 in onnxruntime 1.30.0, which the runtime has. export the model with an older version of onnx',
  );
  const container = ServingContainer.fromImageUri(IMAGE_URI, REPOSITORY_ARN);
  expect(new MultiModelEndpoint(stack, 'Own', { ...props, container }).addModel(newer)).toMatch(/^diagnosis-/);
  rmSync(folder, { recursive: true });
});
