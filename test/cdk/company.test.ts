import { diagnosis, newStack, synth } from './support/synth';
import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnRole, ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import {
  App,
  Aspects,
  CfnResource,
  PropertyInjectors,
  RemovalPolicies,
  Stack as NewStack,
  Tags,
} from 'aws-cdk-lib/core';
import {
  AsyncInferenceEndpoint,
  InferenceComponent,
  InferenceComponentEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  OnnxFunction,
  ServerlessInferenceEndpoint,
} from '@inference-constructs/cdk';
import { outdir } from './support/synth';

const model = diagnosis;
const bucket = (stack: Stack) => new Bucket(stack, 'Bucket');

/** Every kind, without a literal name of an account, a region or a partition. */
const KINDS: Readonly<Record<string, (stack: Stack) => unknown>> = {
  function: (stack) => new OnnxFunction(stack, 'Classifier', { model: model(), functionUrl: true }),
  endpoint: (stack) => new InferenceEndpoint(stack, 'Classifier', { model: model(), vpc: new Vpc(stack, 'Vpc') }),
  'asynchronous endpoint': (stack) =>
    new AsyncInferenceEndpoint(stack, 'Classifier', { model: model(), outputBucket: bucket(stack) }),
  'serverless endpoint': (stack) => new ServerlessInferenceEndpoint(stack, 'Classifier', { model: model() }),
  'multi-model endpoint': (stack) =>
    new MultiModelEndpoint(stack, 'Classifier', { bucket: bucket(stack), prefix: 'models' }),
  'inference component': (stack) =>
    new InferenceComponent(stack, 'Classifier', {
      endpoint: new InferenceComponentEndpoint(stack, 'Shared'),
      model: model(),
    }).autoScaleCopyCount({ minCapacity: 0, maxCapacity: 4 }),
};

/** Types that CloudFormation cannot tag, or that are not there to be tagged. */
const UNTAGGED = [
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CodeDeploy::DeploymentConfig',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::Route',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::Policy',
  'AWS::Lambda::Alias',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Lambda::Version',
  'AWS::S3::BucketPolicy',
  'Custom::VpcRestrictDefaultSG',
];

describe.each(Object.entries(KINDS))('%s', (_, build) => {
  const made = (prepare: (stack: Stack) => void) => {
    const stack = newStack();
    prepare(stack);
    build(stack);
    return synth(stack);
  };

  test('bears the tags of the app', () => {
    const { resources } = made((stack) => Tags.of(stack.node.root).add('cost-centre', 'ml'));
    const untagged = Object.values(resources)
      .filter(({ Properties }) => !JSON.stringify(Properties?.Tags ?? []).includes('cost-centre'))
      .map(({ Type }) => Type);
    expect(untagged.filter((type) => !UNTAGGED.includes(type))).toEqual([]);
  });

  test('takes the permissions boundary of the app on every role', () => {
    const { resources } = made((stack) =>
      PermissionsBoundary.of(stack.node.root).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'company')),
    );
    const roles = Object.values(resources).filter(({ Type }) => Type === CfnRole.CFN_RESOURCE_TYPE_NAME);
    expect(roles.length).toBeGreaterThan(0);
    for (const { Properties } of roles) {
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(':policy/company');
    }
  });

  test('takes the removal policy of the app', () => {
    const { resources } = made((stack) => RemovalPolicies.of(stack.node.root).destroy());
    const kept = Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy !== 'Delete');
    expect(kept.map(({ Type }) => Type)).toEqual([]);
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('names no partition of its own in %s', (region) => {
    const app = new App({ outdir, treeMetadata: false, analyticsReporting: false });
    const stack = new NewStack(app, 'Diagnosis', { env: { region, account: '123456789012' } });
    build(stack);
    const { resources } = synth(stack);
    const text = JSON.stringify(resources);
    expect(text).not.toMatch(/arn:aws:/);
    // The principals of services have one name in every partition.
    const names = [...text.matchAll(/"[^"]*amazonaws\.com[^"]*"/g)].map(([name]) => name);
    expect(names.filter((name) => !/^"[a-z-]+\.amazonaws\.com"$/.test(name))).toEqual([]);
  });
});

test('an aspect sets how long logs are kept', () => {
  const stack = newStack();
  new OnnxFunction(stack, 'Classifier', { model: model() });
  Aspects.of(stack.node.root).add({
    visit: (node) => {
      if (node instanceof CfnLogGroup) node.retentionInDays = 365;
    },
  });
  const [logs] = synth(stack).graph.ofType('AWS::Logs::LogGroup');
  expect(logs.properties.RetentionInDays).toBe(365);
});

test('an aspect adds an action to every alarm', () => {
  const stack = newStack();
  new InferenceEndpoint(stack, 'Classifier', { model: model() });
  Aspects.of(stack.node.root).add({
    visit: (node) => {
      if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::CloudWatch::Alarm') return;
      (node as CfnAlarm).alarmActions = ['topic'];
    },
  });
  const alarms = synth(stack).graph.ofType('AWS::CloudWatch::Alarm');
  expect(alarms.map(({ properties }) => properties.AlarmActions)).toEqual(alarms.map(() => ['topic']));
});

describe('property injection', () => {
  const injector = (constructUniqueId: string, props: object) => ({
    constructUniqueId,
    inject: (given: object) => ({ ...props, ...given }),
  });

  test.each(Object.entries(KINDS))('reaches %s', (_, build) => {
    const stack = newStack();
    const ids = [
      OnnxFunction,
      InferenceEndpoint,
      AsyncInferenceEndpoint,
      ServerlessInferenceEndpoint,
      MultiModelEndpoint,
      InferenceComponent,
    ];
    PropertyInjectors.of(stack.node.root).add(
      ...ids.map((kind) => injector(kind.PROPERTY_INJECTION_ID, { environment: { COMPANY: 'yes' } })),
    );
    build(stack);
    expect(JSON.stringify(synth(stack).resources)).toContain('"COMPANY":"yes"');
  });

  test('asks the nearest scope, and what the author says wins', () => {
    const stack = newStack();
    const id = OnnxFunction.PROPERTY_INJECTION_ID;
    PropertyInjectors.of(stack.node.root).add(injector(id, { memorySize: 2048, description: 'far' }));
    PropertyInjectors.of(stack).add(injector(id, { memorySize: 3008 }));
    const near = new OnnxFunction(stack, 'Near', { model: model() });
    const told = new OnnxFunction(stack, 'Told', { model: model(), memorySize: 4096 });
    const { resources } = synth(stack);
    const memoryOf = ({ function: fn }: OnnxFunction) =>
      resources[stack.getLogicalId(fn.node.defaultChild as CfnResource)].Properties.MemorySize;
    expect([near, told].map(memoryOf)).toEqual([3008, 4096]);
  });
});
