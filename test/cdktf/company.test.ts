import { diagnosis, IMAGE, IMAGE_URI, LAYER_ARN, newStack, REPOSITORY_ARN, synth } from './support/synth';
import type { Synthesized } from './support/synth';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { App, Aspects, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import {
  AsyncInferenceEndpoint,
  InferenceEndpoint,
  MultiModelEndpoint,
  OnnxFunction,
  ServerlessInferenceEndpoint,
} from '@inference-constructs/cdktf';

const model = diagnosis;
const bounds = { minCapacity: 1, maxCapacity: 4 };

/** Every kind, with what scales it. */
const KINDS: Readonly<Record<string, (stack: TerraformStack) => unknown>> = {
  function: (stack) =>
    new OnnxFunction(stack, 'Classifier', { model: model(), functionUrl: true }).autoScaleProvisionedConcurrency(
      bounds,
    ),
  endpoint: (stack) =>
    new InferenceEndpoint(stack, 'Classifier', { model: model(), ...IMAGE }).autoScaleInstanceCount(bounds),
  'asynchronous endpoint': (stack) =>
    new AsyncInferenceEndpoint(stack, 'Classifier', { model: model(), outputBucket: 'answers', ...IMAGE }),
  'serverless endpoint': (stack) => new ServerlessInferenceEndpoint(stack, 'Classifier', { model: model(), ...IMAGE }),
  'multi-model endpoint': (stack) =>
    new MultiModelEndpoint(stack, 'Classifier', { container: IMAGE.container, bucket: 'models', prefix: 'diagnosis' }),
};

/** Types that the provider cannot tag. */
const UNTAGGED = [
  'aws_appautoscaling_policy',
  'aws_codedeploy_deployment_config',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_lambda_alias',
  'aws_lambda_function_url',
  'aws_lambda_invocation',
  'aws_lambda_layer_version',
  'terraform_data',
];

const TAGS = { 'cost-centre': 'ml' };
const BOUNDARY = 'arn:aws:iam::123456789012:policy/company';

/** A company's rule, as an aspect on a whole stack: CDKTF asks none above. */
const onAll = (stack: TerraformStack, visit: (node: IConstruct) => void) => {
  Aspects.of(stack).add({ visit });
};

const resourcesOf = ({ json }: Synthesized, type: string) => Object.values(json.resource[type] ?? {});

describe.each(Object.entries(KINDS))('%s', (_, build) => {
  const made = (prepare: (stack: TerraformStack) => void) => {
    const stack = newStack();
    prepare(stack);
    build(stack);
    return synth(stack);
  };

  test('bears the tags that an aspect adds, whatever can be tagged', () => {
    const { json } = made((stack) => {
      onAll(stack, (node) => {
        if (TerraformResource.isTerraformResource(node) && 'tagsInput' in node) Object.assign(node, { tags: TAGS });
      });
    });
    const untagged = Object.entries(json.resource)
      .filter(([, resources]) =>
        Object.values(resources).some(({ tags }) => JSON.stringify(tags) !== JSON.stringify(TAGS)),
      )
      .map(([type]) => type);
    expect(untagged.filter((type) => !UNTAGGED.includes(type))).toEqual([]);
  });

  test('has no tags of its own, which would hide those of the provider', () => {
    const { json } = made((stack) => {
      const [provider] = stack.node.findAll().filter((node) => node instanceof AwsProvider);
      provider.defaultTags = [{ tags: TAGS }];
    });
    const tags = Object.values(json.resource).flatMap((each) => Object.values(each).map((resource) => resource.tags));
    expect(tags.filter((each) => each !== undefined)).toEqual([]);
  });

  test('takes the permissions boundary of the app on every role', () => {
    const synthesized = made((stack) => {
      onAll(stack, (node) => {
        if (node instanceof IamRole) node.permissionsBoundary = BOUNDARY;
      });
    });
    const roles = resourcesOf(synthesized, 'aws_iam_role');
    expect(roles.length).toBeGreaterThan(0);
    expect(roles.map(({ permissions_boundary }) => permissions_boundary)).toEqual(roles.map(() => BOUNDARY));
  });

  test('names no partition, region or account of its own', () => {
    const { json } = made(() => undefined);
    const given = [IMAGE_URI, REPOSITORY_ARN, LAYER_ARN].reduce(
      (text, literal) => text.replaceAll(literal, ''),
      JSON.stringify(json.resource),
    );
    expect(given).not.toMatch(/arn:aws|us-east-1|\d{12}/);
    // The principals of services have one name in every partition.
    const names = [...given.matchAll(/[\w./:-]*amazonaws\.com[\w.]*/g)].map(([name]) => name);
    expect(names.filter((name) => !/^[a-z-]+\.amazonaws\.com$/.test(name))).toEqual([]);
  });
});

test('an aspect sets how long logs are kept', () => {
  const stack = newStack();
  new OnnxFunction(stack, 'Classifier', { model: model() });
  onAll(stack, (node) => {
    if (node instanceof CloudwatchLogGroup) node.retentionInDays = 365;
  });
  const logs = resourcesOf(synth(stack), 'aws_cloudwatch_log_group');
  expect(logs.length).toBeGreaterThan(0);
  expect(logs.map(({ retention_in_days }) => retention_in_days)).toEqual(logs.map(() => 365));
});

test('an aspect adds an action to every alarm', () => {
  const stack = newStack();
  new InferenceEndpoint(stack, 'Classifier', { model: model(), ...IMAGE });
  onAll(stack, (node) => {
    if (node instanceof CloudwatchMetricAlarm) node.alarmActions = ['topic'];
  });
  const alarms = resourcesOf(synth(stack), 'aws_cloudwatch_metric_alarm');
  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms.map(({ alarm_actions }) => alarm_actions)).toEqual(alarms.map(() => ['topic']));
});

test('an aspect is seen by the rules', () => {
  const stack = newStack();
  new InferenceEndpoint(stack, 'Classifier', { model: model(), ...IMAGE });
  onAll(stack, (node) => {
    if (node instanceof CloudwatchMetricAlarm) node.evaluationPeriods = 60;
  });
  expect(() => App.of(stack).synth()).toThrow('canary-longer-than-alarm');
});
