// First: they stand in for what the constructs read.
import { diagnosis, IMAGE, models, newComponent, newEndpoint, newFunction, newStack, synth } from './support/synth';
import * as terraform from '../cdktf/support/synth';
import { packageDirectory } from './support/packages';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib/core';
import { Duration } from 'aws-cdk-lib/core';
import type { InferenceEndpoint } from '@inference-constructs/cdk';
import { AsyncInferenceEndpoint, ServingContainer } from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import { broken } from '../lib/rules/support/broken';
import { RULES } from '@inference-constructs/core/out/rules/engine';
import { KINDS } from '../parity/support/kinds';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';

/** A stack of its own, and everything of a type that it declares. */
function declared(build: (stack: Stack) => void) {
  const stack = newStack();
  build(stack);
  const { graph, messages } = synth(stack);
  const text = messages.map((each) => each.text).join('\n');
  return { graph, text, all: (type: string) => graph.ofType(type), one: (type: string) => graph.ofType(type)[0] };
}

const endpointThat = (scales: (endpoint: InferenceEndpoint) => void) =>
  declared((stack) => scales(newEndpoint(stack, { expectedRequestsPerMinute: 600 })));

const variant = (properties: object) => ({ VariantName: 'live', InstanceType: 'ml.m5.large', ...properties });

/** What is declared by hand breaks these rules. */
function rulesBroken(resources: Record<string, object>): string[] {
  return broken(resources, RULES).map((message) => /^\[([^\]]+)/.exec(message)?.[1] ?? message);
}

/** The defect and where it was reported, and what is declared here instead. */
const DEFECTS: Readonly<Record<string, () => void>> = {
  'a deployment resets what was scaled out (aws-cdk#23151, sagemaker-python-sdk#3126)': () => {
    const { one } = endpointThat((endpoint) => endpoint.autoScaleInstanceCount({ maxCapacity: 8 }));
    expect(one(ENDPOINT).properties.RetainAllVariantProperties).toBe(true);
  },
  'the same where the provider has no argument for it (terraform-provider-aws#48990, PR #49069)': () => {
    const stack = terraform.newStack();
    terraform.newEndpoint(stack).autoScaleInstanceCount({ maxCapacity: 8 });
    const { messages } = terraform.synth(stack);
    expect(messages.map(({ text }) => text).join('\n')).toContain('[scaled-variant-not-retained]');
  },
  'weights that were learned are set back (aws-cdk#23151)': () => {
    const { one } = declared((stack) =>
      newEndpoint(stack, {
        weight: 9,
        variants: [{ name: 'challenger', model: diagnosis('v2'), weight: 1 }],
      }).autoScaleInstanceCount({ maxCapacity: 8 }),
    );
    expect(one(ENDPOINT).properties.ExcludeRetainedVariantProperties).toEqual([
      { VariantPropertyType: 'DataCaptureConfig' },
      { VariantPropertyType: 'DesiredWeight' },
    ]);
  },
  'the target is registered before its endpoint, and outlives it (TF#14337, stable-diffusion-aws-extension#161)':
    () => {
      const { one } = endpointThat((endpoint) =>
        endpoint
          .autoScaleInstanceCount({ maxCapacity: 8 })
          .scaleOnInvocations('It', { targetInvocationsPerMinute: 99 }),
      );
      const endpoint = one(ENDPOINT).id;
      expect(one(TARGET).properties.ResourceId).toBe(`endpoint/@{${endpoint}.EndpointName}/variant/live`);
      expect(one(POLICY).attributes?.DependsOn).toEqual([`@{${one(TARGET).id}.Ref}`]);
      expect(referencesIn(one(TARGET)).map(({ id }) => id)).not.toContain(one(CONFIG).id);
    },
  'names of configurations and models clash when they are replaced (TF#40048, sagemaker-python-sdk#101, #58)': () => {
    const { one } = declared((stack) => newEndpoint(stack));
    expect(one(CONFIG).properties).not.toHaveProperty('EndpointConfigName');
    expect(one('AWS::SageMaker::Model').properties).not.toHaveProperty('ModelName');
  },
  'another model updates neither configuration nor endpoint (MoJ PR #9917, 100x-models#6)': () => {
    const release = (version: 'v1' | 'v2') => declared((stack) => newEndpoint(stack, { model: diagnosis(version) }));
    const { one } = release('v2');
    const model = one('AWS::SageMaker::Model');
    // Each refers to an attribute of the one before, which CloudFormation replaces when it changes.
    expect(one(ENDPOINT).properties.EndpointConfigName).toBe(`@{${one(CONFIG).id}.EndpointConfigName}`);
    expect(one(CONFIG).properties.ProductionVariants).toMatchObject([{ ModelName: `@{${model.id}.ModelName}` }]);
    expect(model.properties).not.toEqual(release('v1').one('AWS::SageMaker::Model').properties);
  },
  'a rollback passes for a success (TF#46663, TF#48997, PR #49020)': () => {
    const stack = terraform.newStack();
    terraform.newEndpoint(stack);
    expect(terraform.only(terraform.synth(stack), 'aws_sagemaker_endpoint').lifecycle).toHaveProperty('postcondition');
  },
  'an endpoint has no guardrails (aws-cdk#23152, mlflow#7848)': () => {
    const { one, all } = declared((stack) => newEndpoint(stack));
    expect(one(ENDPOINT).properties.DeploymentConfig).toMatchObject({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY' } },
      AutoRollbackConfiguration: {
        Alarms: all('AWS::CloudWatch::Alarm').map(({ id }) => ({ AlarmName: `@{${id}.Ref}` })),
      },
    });
  },
  'an asynchronous endpoint does not scale on its backlog (aws-cdk#23149, generative-ai-cdk-constructs#591)': () => {
    const { one, all } = declared((stack) => {
      const outputBucket = Bucket.fromBucketName(stack, 'Answers', 'answers');
      new AsyncInferenceEndpoint(stack, 'Classifier', { model: diagnosis(), ...IMAGE, outputBucket })
        .autoScaleInstanceCount({ minCapacity: 0, maxCapacity: 4 })
        .scaleOnBacklog('Backlog');
    });
    expect(one(CONFIG).properties).toHaveProperty('AsyncInferenceConfig');
    const policies = JSON.stringify(all(POLICY).map(({ properties }) => properties));
    expect(policies).toContain('ApproximateBacklogSizePerInstance');
    expect(all('AWS::CloudWatch::Alarm').map(({ properties }) => properties.MetricName)).toContain(
      'HasBacklogWithoutCapacity',
    );
  },
  'what hosts components has no role, and none of them may be made without a copy (stdapi.ai#43, TF#40606)': () => {
    const { one } = declared((stack) =>
      newComponent(stack, 'Classifier', { minInstanceCount: 0, maxInstanceCount: 4 }).autoScaleCopyCount({
        minCapacity: 0,
        maxCapacity: 4,
      }),
    );
    expect(one(CONFIG).properties).toHaveProperty('ExecutionRoleArn');
    expect(one('AWS::SageMaker::InferenceComponent').properties.RuntimeConfig).toEqual({ CopyCount: 2 });
  },
  'what scaled to none stays there (TF#41490, TF#40882, sagemaker-genai-hosting-examples PR #47)': () => {
    const { all } = declared((stack) =>
      newComponent(stack, 'Classifier', { minInstanceCount: 0, maxInstanceCount: 4 }).autoScaleCopyCount({
        minCapacity: 0,
        maxCapacity: 4,
      }),
    );
    const wakeUp = all('AWS::CloudWatch::Alarm').find(
      ({ properties }) => properties.MetricName === 'NoCapacityInvocationFailures',
    );
    expect(wakeUp?.properties.AlarmActions).toEqual([`@{${all(POLICY)[0].id}.Ref}`]);
  },
  'managed scaling is set beside a model (TF PR #45926)': () => {
    const managed = { ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 2 } };
    const Properties = { ProductionVariants: [variant({ ModelName: 'theirs', ...managed })] };
    expect(rulesBroken({ Config: { Type: CONFIG, Properties } })).toEqual(['managed-scaling-of-a-model']);
  },
  'inference components are missing (TF#35226, PR #48894, pulumi-aws#4940)': () => {
    const { one } = declared((stack) => newComponent(stack, 'Classifier'));
    expect(one('AWS::SageMaker::InferenceComponent').properties.DeploymentConfig).toHaveProperty('RollingUpdatePolicy');
  },
  'metrics of high resolution have no method (aws-cdk#29065)': () => {
    const { one } = endpointThat((endpoint) =>
      endpoint.autoScaleInstanceCount({ maxCapacity: 8 }).scaleOnConcurrency('It', { targetConcurrency: 4 }),
    );
    expect(one(POLICY).properties.TargetTrackingScalingPolicyConfiguration).toMatchObject({
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
      },
    });
  },
  'target tracking takes no metric math (aws-cdk#20659, #28776)': () => {
    const { one } = endpointThat((endpoint) => {
      const usingMetrics = { a: endpoint.metricInvocations(), b: endpoint.metricModelLatency() };
      const metric = new MathExpression({ expression: 'a * b', usingMetrics });
      endpoint.autoScaleInstanceCount({ maxCapacity: 8 }).scaleToTrackCustomMetric('It', { metric, targetValue: 1 });
    });
    const { CustomizedMetricSpecification } = one(POLICY).properties.TargetTrackingScalingPolicyConfiguration as {
      CustomizedMetricSpecification: { Metrics: unknown[] };
    };
    expect(CustomizedMetricSpecification.Metrics).toHaveLength(3);
  },
  'a model that has degraded goes undetected (prowler#11052)': () => {
    const { all } = declared((stack) => newEndpoint(stack));
    expect(all('AWS::CloudWatch::Alarm').map(({ path }) => path)).toContain(
      'Diagnosis/Classifier/PredictionShiftAlarm/Resource',
    );
  },
  'a role may do everything, AmazonSageMakerFullAccess (prowler#12576)': () => {
    for (const [name, { cdk }] of Object.entries(KINDS)) {
      const { graph } = declared(cdk);
      const text = JSON.stringify(graph.resources.map(({ properties }) => properties));
      expect([name, text.includes('FullAccess'), /"(sagemaker|s3|iam|kms|ecr|\*):?\*"/.test(text)]).toEqual([
        name,
        false,
        false,
      ]);
    }
  },
  'a model is made before its role may fetch it (generative-ai-cdk-constructs#432)': () => {
    const { one, all } = declared((stack) => newEndpoint(stack));
    const policy = all('AWS::IAM::RolePolicy').map(({ id }) => `@{${id}.Ref}`);
    expect(one('AWS::SageMaker::Model').attributes?.DependsOn).toEqual(expect.arrayContaining(policy));
    expect(one(ENDPOINT).attributes?.DependsOn).toEqual(expect.arrayContaining(policy));
  },
  'artefacts that are not packed are not found (generative-ai-cdk-constructs#179)': () => {
    const { one } = declared((stack) => {
      const model = ModelPackage.fromS3Prefix({
        bucketName: 'models',
        prefix: 'diagnosis/1',
        digest: `sha256:${'ab'.repeat(32)}`,
        manifestFile: join(models, 'v1', 'model.json'),
      });
      newEndpoint(stack, { model });
    });
    expect(one('AWS::SageMaker::Model').properties.PrimaryContainer).toMatchObject({
      ModelDataSource: {
        S3DataSource: { S3Uri: 's3://models/diagnosis/1/', S3DataType: 'S3Prefix', CompressionType: 'None' },
      },
    });
    const PrimaryContainer = { Image: 'theirs', ModelDataUrl: 's3://models/diagnosis/1/' };
    expect(rulesBroken({ Model: { Type: 'AWS::SageMaker::Model', Properties: { PrimaryContainer } } })).toEqual([
      'model-data-prefix-as-archive',
    ]);
  },
  'an image of another account, or of AWS, may not be pulled': () => {
    const { all, one } = declared((stack) => {
      const container = ServingContainer.fromDeepLearningContainer('pytorch-inference', '2.6', '763104351884');
      newEndpoint(stack, { container });
    });
    expect(one('AWS::SageMaker::Model').properties.PrimaryContainer).toMatchObject({
      Image: '763104351884.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/pytorch-inference:2.6',
    });
    expect(JSON.stringify(all('AWS::IAM::RolePolicy'))).toContain(
      'arn:${AWS::Partition}:ecr:${AWS::Region}:763104351884:repository/pytorch-inference"',
    );
  },
  'a new instance type has to wait for a release of the library (aws-cdk PR #30948, aws-sdk-go#5229)': () => {
    const { one, text } = declared((stack) => newEndpoint(stack, { instanceType: 'ml.zz9.48xlarge' }));
    expect(one(CONFIG).properties.ProductionVariants).toMatchObject([{ InstanceType: 'ml.zz9.48xlarge' }]);
    expect(text).not.toContain('[instance-');
  },
  'an endpoint is stuck while it is created, without a reason (amazon-sagemaker-examples#3432, #210, #379)': () => {
    const slow = packageDirectory('slow-start');
    const requests = { rows: 1, p50Milliseconds: 1, p99Milliseconds: 2 };
    const bench = {
      onnxruntime: '1.30.0',
      machine: 'ml.c7i.large',
      residentMib: 100,
      startMilliseconds: 3e5,
      requests,
    };
    writeFileSync(join(slow, 'bench.json'), JSON.stringify(bench));
    const model = ModelPackage.fromDirectory(slow);
    const { one } = declared((stack) => newEndpoint(stack, { model }));
    const [variant] = one(CONFIG).properties.ProductionVariants as object[];
    expect(variant).toMatchObject({ ContainerStartupHealthCheckTimeoutInSeconds: 600 });
    const containerStartupHealthCheckTimeout = Duration.minutes(4);
    const { text } = declared((stack) => newEndpoint(stack, { model, containerStartupHealthCheckTimeout }));
    expect(text).toContain('[startup-timeout-too-short]');
  },
  'an endpoint cannot be patched: its image was pushed again (MoJ analytical-platform#10195)': () => {
    const inRepository = (tagOrDigest: string) =>
      declared((stack) => {
        const repository = Repository.fromRepositoryName(stack, 'Repository', 'runtime');
        const container = ServingContainer.runtimeFromEcrRepository(repository, tagOrDigest);
        newEndpoint(stack, { container });
      }).text;
    const advice =
      'SageMaker looks it up when the model is created, and pushing another image under it deploys nothing. name the digest (sha256:…)';
    expect(inRepository('latest')).toContain(`image tag ("latest"): ${advice}`);
    expect(inRepository(`sha256:${'ab'.repeat(32)}`)).not.toContain('image tag');
  },
  'GPUs cost money at night (instance-scheduler-on-aws#601)': () => {
    const { one } = endpointThat((endpoint) =>
      endpoint
        .autoScaleInstanceCount({ minCapacity: 2, maxCapacity: 8 })
        .scaleOnSchedule('Night', { schedule: Schedule.expression('cron(0 20 * * ? *)'), maxCapacity: 2 }),
    );
    expect(one(TARGET).properties.ScheduledActions).toMatchObject([{ ScalableTargetAction: { MaxCapacity: 2 } }]);
  },
  'two deployments of one function conflict (SAM#291)': () => {
    const { all } = declared((stack) => newFunction(stack));
    expect(all('AWS::CodeDeploy::DeploymentGroup')).toHaveLength(all('AWS::Lambda::Alias').length);
    expect(all('AWS::Lambda::Alias')[0].attributes?.UpdatePolicy).toHaveProperty('CodeDeployLambdaAliasUpdate');
  },
  'provisioned concurrency does not survive a rollback (serverless#7329)': () => {
    const { one } = declared((stack) => newFunction(stack, { provisionedConcurrency: 4 }));
    expect(one('AWS::Lambda::Alias').properties.ProvisionedConcurrencyConfig).toEqual({
      ProvisionedConcurrentExecutions: 4,
    });
    expect(one('AWS::Lambda::Version').properties).not.toHaveProperty('ProvisionedConcurrencyConfig');
  },
  'an alarm of a canary and its alias wait for each other (aws-cdk#13922)': () => {
    const { all, one } = declared((stack) => newFunction(stack));
    const named = all('AWS::CloudWatch::Alarm').flatMap(({ properties }) => referencesIn(properties));
    expect(named.map(({ id }) => id)).not.toContain(one('AWS::Lambda::Alias').id);
  },
};

test.each(Object.entries(DEFECTS))('%s', (_, behaves) => {
  expect.hasAssertions();
  behaves();
});
