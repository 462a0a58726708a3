// First: it stands in for what the constructs read.
import { diagnosis, models, outdir } from './support/synth';
import { join } from 'node:path';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Size, Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  S3Model,
  ServerlessInferenceEndpoint,
  ServingContainer,
} from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';

const SHARED = { account: '333333333333', region: 'eu-west-1' };
const PROD = { account: '222222222222', region: 'eu-west-1' };
const DEV = { account: '111111111111', region: 'eu-west-1' };
const KEY = 'arn:aws:kms:eu-west-1:333333333333:key/1';
const KEYS_OF_SHARED = 'arn:${AWS::Partition}:kms:eu-west-1:333333333333:key/*';
const ROOT = (account: string) => ({ AWS: `arn:\${AWS::Partition}:iam::${account}:root` });
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const said = { bucketName: 'shared-models', digest: DIGEST, manifestFile: join(models, 'v1', 'model.json') };

const archive = (more: object = {}) => ModelPackage.fromS3Archive({ ...said, key: 'diagnosis/1.tar.gz', ...more });
const prefix = (more: object = {}) => ModelPackage.fromS3Prefix({ ...said, prefix: 'diagnosis/1', ...more });
const image = ServingContainer.runtimeFromImageUri('image', 'arn:aws:ecr:eu-west-1:222222222222:repository/runtime');

const newApp = () => new App({ outdir, treeMetadata: false, analyticsReporting: false });

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Principal?: unknown;
}

function read(stage: Stage, stack: Stack): { graph: ResourceGraph; notes: string[] } {
  const artifact = stage.synth({ force: true }).getStackArtifact(stack.artifactId);
  return {
    graph: graphOfTemplate(artifact.template as Template),
    notes: artifact.messages.map(({ entry }) => String(entry.data)).filter((text) => text.includes('its policy')),
  };
}

const statements = (policy: unknown) => (policy as { Statement: Statement[] }).Statement;

/** What the role of the endpoint may do beside its log, as `action on resource`. */
const granted = (graph: ResourceGraph) =>
  graph
    .ofType('AWS::IAM::RolePolicy')
    .flatMap(({ properties }) => statements(properties.PolicyDocument))
    .map(({ Action, Resource }) => `${[Action].flat().join(' ')} on ${[Resource].flat().join(' ')}`)
    .filter((line) => /^(s3|kms)/.test(line));

/** What a policy says beside what the CDK puts into every one. */
const letsIn = (graph: ResourceGraph, type: string, property: string) =>
  graph
    .ofType(type)
    .flatMap(({ properties }) => statements(properties[property]))
    .filter(({ Action }) => !JSON.stringify(Action).includes('kms:*'))
    .map(({ Principal, Action, Resource }) => ({ Principal, Action, Resource }));

describe('a bucket of another account that is imported', () => {
  const bucketOf = (scope: Construct) =>
    Bucket.fromBucketAttributes(scope, 'Shared', {
      bucketName: 'shared-models',
      account: SHARED.account,
      region: SHARED.region,
      encryptionKey: Key.fromKeyArn(scope, 'Key', KEY),
    });

  const made = (serve: (stack: Stack) => void) => {
    const app = newApp();
    const stack = new Stack(app, 'Diagnosis', { env: PROD });
    serve(stack);
    return read(app, stack);
  };

  test.each<[string, (stack: Stack) => void, string[]]>([
    [
      'an archive',
      (stack) =>
        new InferenceEndpoint(stack, 'Classifier', {
          model: S3Model.inBucket(bucketOf(stack), archive()),
          container: image,
        }),
      ['s3:GetObject on arn:${AWS::Partition}:s3:::shared-models/diagnosis/1.tar.gz', `kms:Decrypt on ${KEY}`],
    ],
    [
      'files below a prefix',
      (stack) =>
        new InferenceEndpoint(stack, 'Classifier', {
          model: S3Model.inBucket(bucketOf(stack), prefix()),
          container: image,
        }),
      [
        's3:GetObject on arn:${AWS::Partition}:s3:::shared-models/diagnosis/1/*',
        's3:ListBucket on arn:${AWS::Partition}:s3:::shared-models',
        `kms:Decrypt on ${KEY}`,
      ],
    ],
    [
      'an archive whose owner and key the author says',
      (stack) =>
        new ServerlessInferenceEndpoint(stack, 'Classifier', {
          model: archive({ bucketAccount: SHARED.account, kmsKeyArn: KEY }),
          container: image,
        }),
      ['s3:GetObject on arn:${AWS::Partition}:s3:::shared-models/diagnosis/1.tar.gz', `kms:Decrypt on ${KEY}`],
    ],
    [
      'the model of a component',
      (stack) =>
        new InferenceComponent(stack, 'Classifier', {
          minMemory: Size.gibibytes(1),
          endpoint: new InferenceComponentEndpoint(stack, 'Endpoint'),
          model: S3Model.inBucket(bucketOf(stack), archive()),
          container: image,
        }),
      ['s3:GetObject on arn:${AWS::Partition}:s3:::shared-models/diagnosis/1.tar.gz', `kms:Decrypt on ${KEY}`],
    ],
    [
      'the archives of a multi-model endpoint',
      (stack) =>
        new MultiModelEndpoint(stack, 'Classifier', { bucket: bucketOf(stack), prefix: 'diagnosis', container: image }),
      [
        's3:GetObject on arn:${AWS::Partition}:s3:::shared-models/diagnosis/*',
        's3:ListBucket on arn:${AWS::Partition}:s3:::shared-models',
        `kms:Decrypt on ${KEY}`,
      ],
    ],
    [
      'the model of a variant',
      (stack) =>
        new InferenceEndpoint(stack, 'Classifier', {
          model: diagnosis(),
          container: image,
          variants: [{ name: 'other', model: S3Model.inBucket(bucketOf(stack), archive()), weight: 1 }],
        }),
      [
        expect.stringMatching(
          /^s3:GetObject on .*cdk-hnb659fds-assets.* arn:\$\{AWS::Partition\}:s3:::shared-models\/diagnosis\/1.tar.gz$/,
        ) as string,
        `kms:Decrypt on ${KEY}`,
      ],
    ],
  ])('%s: the role may fetch and decrypt, and synth says what bucket and key need', (_, serve, expected) => {
    const { graph, notes } = made(serve);
    expect(granted(graph)).toEqual(expected);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(
      /^bucket shared-models \(of account 333333333333\): .* add to the bucket policy: \{"Effect":"Allow","Principal":\{"AWS":"arn:aws:iam::222222222222:root"\},"Action":\["s3:GetObject"\],/,
    );
    expect(notes[1]).toContain(`key ${KEY} (of account 333333333333): `);
  });

  test('in the account of the bucket there is nothing to say', () => {
    const app = newApp();
    const stack = new Stack(app, 'Diagnosis', { env: SHARED });
    new InferenceEndpoint(stack, 'Classifier', {
      model: S3Model.inBucket(bucketOf(stack), archive()),
      container: ServingContainer.fromImageUri('image', 'arn:aws:ecr:eu-west-1:333333333333:repository/runtime'),
    });
    const { graph, notes } = read(app, stack);
    expect(granted(graph)).toContain(`kms:Decrypt on ${KEY}`);
    expect(notes).toEqual([]);
  });
});

describe('a bucket of another account that this app has', () => {
  class Shared extends Stack {
    readonly bucket: IBucket;
    readonly repository: Repository;

    constructor(scope: Construct) {
      super(scope, 'Shared', { env: SHARED });
      const encryptionKey = new Key(this, 'Key');
      this.bucket = new Bucket(this, 'Models', { bucketName: 'shared-models', encryptionKey });
      this.repository = new Repository(this, 'Images', { repositoryName: 'runtime' });
    }
  }

  const serve = (scope: Construct, { bucket, repository }: Shared, env = PROD) => {
    const stack = new Stack(scope, 'Diagnosis', { env });
    new InferenceEndpoint(stack, 'Classifier', {
      model: S3Model.inBucket(bucket, prefix()),
      container: ServingContainer.runtimeFromEcrRepository(repository, '1.0.0'),
    });
    return stack;
  };

  const app = newApp();
  const shared = new Shared(app);
  const [dev, prod] = [['Dev', DEV] as const, ['Prod', PROD] as const].map(([id, env]) => {
    const stage = new Stage(app, id, { env });
    return { stage, stack: serve(stage, shared, env) };
  });

  test.each([
    ['Dev', dev],
    ['Prod', prod],
  ])('%s may fetch, decrypt with keys of that account, and pull; nothing is left to say', (_, { stage, stack }) => {
    const { graph, notes } = read(stage, stack);
    expect(granted(graph)).toEqual([
      's3:GetObject on arn:${AWS::Partition}:s3:::shared-models/diagnosis/1/*',
      's3:ListBucket on arn:${AWS::Partition}:s3:::shared-models',
      `kms:Decrypt on ${KEYS_OF_SHARED}`,
    ]);
    expect(notes).toEqual([]);
    const [{ properties }] = graph.ofType('AWS::SageMaker::Model');
    const { Image } = properties.PrimaryContainer as { Image: unknown };
    expect(JSON.stringify(Image)).toContain('"arn:${AWS::Partition}:ecr:eu-west-1:333333333333:repository/runtime"');
  });

  test('bucket, key and repository let both accounts in, and nobody else', () => {
    const { graph } = read(app, shared);
    const ARN = graph.ofType('AWS::S3::Bucket')[0].id;
    const accounts = [DEV.account, PROD.account];
    expect(letsIn(graph, 'AWS::S3::BucketPolicy', 'PolicyDocument')).toEqual(
      accounts.flatMap((account) => [
        { Principal: ROOT(account), Action: 's3:GetObject', Resource: `@{${ARN}.Arn}/diagnosis/1/*` },
        { Principal: ROOT(account), Action: 's3:ListBucket', Resource: `@{${ARN}.Arn}` },
      ]),
    );
    expect(letsIn(graph, 'AWS::KMS::Key', 'KeyPolicy')).toEqual(
      accounts.map((account) => ({ Principal: ROOT(account), Action: 'kms:Decrypt', Resource: '*' })),
    );
    const Action = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    expect(letsIn(graph, 'AWS::ECR::Repository', 'RepositoryPolicyText')).toEqual(
      accounts.map((account) => ({ Principal: ROOT(account), Action })),
    );
  });

  test('the bucket is deployed before what fetches from it, where one deployment has both', () => {
    const stacks = newApp();
    const owner = new Shared(stacks);
    const stack = serve(stacks, owner);
    stacks.synth();
    expect(stack.dependencies).toEqual([owner]);
    expect(prod.stack.dependencies).toEqual([]);
  });

  test('a second endpoint needs no second statement', () => {
    const stacks = newApp();
    const owner = new Shared(stacks);
    serve(new Stage(stacks, 'One'), owner);
    serve(new Stage(stacks, 'Two'), owner);
    expect(letsIn(read(stacks, owner).graph, 'AWS::S3::BucketPolicy', 'PolicyDocument')).toHaveLength(2);
  });

  test('within the account the policies stay as they are', () => {
    const stacks = newApp();
    const owner = new Shared(stacks);
    const stack = serve(stacks, owner, SHARED);
    expect(letsIn(read(stacks, owner).graph, 'AWS::S3::BucketPolicy', 'PolicyDocument')).toEqual([]);
    expect(granted(read(stacks, stack).graph)).toHaveLength(3);
  });
});

describe('a bucket and a package that do not go together', () => {
  const bucket = (name: string) => Bucket.fromBucketName(new Stack(), 'Bucket', name);

  test.each<[string, () => ModelPackage, string]>([
    [
      'files that are here',
      () => S3Model.inBucket(bucket('shared-models'), ModelPackage.fromDirectory('/models/v1')),
      'model (/models/v1): its files must be in S3. use ModelPackage.fromS3Archive or ModelPackage.fromS3Prefix',
    ],
    [
      'another bucket',
      () => S3Model.inBucket(bucket('other'), archive()),
      'bucket (other): the model package is in shared-models. name one bucket in both places',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(new Error(message));
  });
});
