import { diagnosis, IMAGE, IMAGE_URI, newStack, only, REPOSITORY_ARN, synth } from './support/synth';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { TerraformStack } from 'cdktf';
import {
  AsyncInferenceEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  ServingContainer,
} from '@inference-constructs/cdktf';
import { ModelPackage } from '@inference-constructs/core';

const caller = (stack: TerraformStack) => new IamRole(stack, 'Caller', { assumeRolePolicy: '{}' });

/** What the caller may do. */
function granted(stack: TerraformStack): unknown[] {
  const policies = Object.values(synth(stack).json.resource.aws_iam_role_policy);
  return policies
    .filter(({ role }) => role === '${aws_iam_role.Caller.name}')
    .map(({ policy }) => (JSON.parse(policy as string) as { Statement: unknown }).Statement);
}

const asynchronous = (stack: TerraformStack) =>
  new AsyncInferenceEndpoint(stack, 'Classifier', {
    model: diagnosis(),
    ...IMAGE,
    outputBucket: 'answers',
    endpointName: 'triage',
  });

test('a caller of an asynchronous endpoint may put requests, have them answered and fetch answers', () => {
  const stack = newStack();
  asynchronous(stack).grantInvoke(caller(stack));
  const objects = 'arn:${data.aws_partition.InferencePartition.partition}:s3:::answers/triage';
  expect(granted(stack)).toEqual([
    [
      { Effect: 'Allow', Action: ['sagemaker:InvokeEndpointAsync'], Resource: expect.any(String) as string },
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: `${objects}/input/*` },
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${objects}/output/*`, `${objects}/failures/*`] },
    ],
  ]);
});

test('metrics of a backlog are of the endpoint, not of a variant', () => {
  expect(asynchronous(newStack()).metricApproximateBacklogSizePerInstance()).toMatchObject({
    metricName: 'ApproximateBacklogSizePerInstance',
    dimensions: { EndpointName: 'triage' },
  });
});

test('a stream is granted beside a whole answer', () => {
  const stack = newStack();
  const endpoint = new InferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE });
  const role = caller(stack);
  endpoint.grantInvoke(role);
  endpoint.grantInvokeWithResponseStream(role);
  const actions = granted(stack).map((statements) =>
    (statements as { Action: string[] }[]).map(({ Action }) => Action),
  );
  expect(actions.flat(2).sort()).toEqual(['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream']);
});

test('an imported endpoint is granted by the ARN that SageMaker writes in lower case', () => {
  const stack = newStack();
  InferenceEndpoint.fromEndpointName(stack, 'Other', 'Triage').grantInvoke(caller(stack));
  expect(JSON.stringify(granted(stack))).toContain(':endpoint/triage"');
});

test('a container may be in a repository, pinned by its digest', () => {
  const stack = newStack();
  const container = ServingContainer.fromEcrRepository(new EcrRepository(stack, 'Own', { name: 'own' }), 'sha256:12');
  new InferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, container });
  const { primary_container } = only(synth(stack), 'aws_sagemaker_model');
  expect(primary_container).toMatchObject({ image: '${aws_ecr_repository.Own.repository_url}@sha256:12' });
});

test('a container of AWS comes from the account that the provider names', () => {
  const stack = newStack();
  new InferenceEndpoint(stack, 'Classifier', {
    model: diagnosis(),
    ...IMAGE,
    container: ServingContainer.fromTriton('24.09-py3'),
  });
  const { json } = synth(stack);
  const { data } = json as unknown as { data: Record<string, Record<string, object>> };
  expect(Object.values(data.aws_sagemaker_prebuilt_ecr_image)).toMatchObject([
    { repository_name: 'sagemaker-tritonserver', image_tag: '24.09-py3' },
  ]);
});

test.each([
  [{ subnetIds: ['subnet-1'] }, 'securityGroupIds'],
  [{ securityGroupIds: ['sg-1'] }, 'subnetIds'],
])('half a VPC is refused: %j', (network, missing) => {
  expect(() => new InferenceEndpoint(newStack(), 'Classifier', { model: diagnosis(), ...IMAGE, ...network })).toThrow(
    new Error(
      `Diagnosis/Classifier: ${missing} (none): subnetIds and securityGroupIds go together. set both, or neither for the network of SageMaker`,
    ),
  );
});

test('a model package in a directory needs a bucket', () => {
  const make = () =>
    new InferenceEndpoint(newStack(), 'Classifier', { model: diagnosis(), container: IMAGE.container });
  expect(make).toThrow(
    'Diagnosis/Classifier: artifactsBucket (none): Terraform has no bucket of its own for the archive of a model package in a directory. name one, or use ModelPackage.fromS3Archive',
  );
});

test('a model is added to a multi-model endpoint as one archive under the name that requests use', () => {
  const stack = newStack();
  const endpoint = new MultiModelEndpoint(stack, 'Classifiers', { ...IMAGE, bucket: 'models', prefix: 'all' });
  const target = endpoint.addModel(diagnosis());
  expect(target).toMatch(/^diagnosis-1\.0\.0-[0-9a-f]{12}\.tar\.gz$/);
  const synthesized = synth(stack);
  const object = only(synthesized, 'aws_s3_object');
  expect(object).toMatchObject({ bucket: 'models', key: `all/${target}` });
  const files = execFileSync('tar', ['-tzf', join(synthesized.directory, object.source as string)], {
    encoding: 'utf8',
  });
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
  const props = { ...IMAGE, bucket: 'models', prefix: 'all' };
  const newer = ModelPackage.fromDirectory(folder);
  expect(() => new MultiModelEndpoint(stack, 'Classifiers', props).addModel(newer)).toThrow(
    'Diagnosis/Classifiers: IR version of diagnosis (14): at most 13 in onnxruntime 1.30.0, which the runtime has. export the model with an older version of onnx',
  );
  const container = ServingContainer.fromImageUri(IMAGE_URI, REPOSITORY_ARN);
  expect(new MultiModelEndpoint(stack, 'Own', { ...props, container }).addModel(newer)).toMatch(/^diagnosis-/);
  rmSync(folder, { recursive: true });
});
