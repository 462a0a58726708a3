import './support/assets';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { App, CfnResource } from 'aws-cdk-lib/core';
import { Stack } from 'aws-cdk-lib/core';
import { InferenceEndpoint } from '@inference-constructs/cdk';
import { diagnosis, newStack, synth } from './support/synth';

/** The rules read a tree that may still change: whatever is changed before, in between or after must be in the template. */
function endpointIn(stack: Stack) {
  const construct = new InferenceEndpoint(stack, 'Endpoint', { model: diagnosis() });
  return { construct, resource: construct.node.defaultChild as CfnEndpoint };
}

function retention(stack: Stack): unknown {
  return declared(stack, 'AWS::SageMaker::Endpoint').Properties.RetainAllVariantProperties;
}

function declared(stack: Stack, type: string) {
  const [found] = Object.values(synth(stack).resources).filter(({ Type }) => Type === type);
  return found;
}

test('what is changed after a synth is in the next one', () => {
  const stack = newStack();
  const { resource } = endpointIn(stack);
  expect(retention(stack)).toBeUndefined();
  resource.retainAllVariantProperties = true;
  expect(retention(stack)).toBe(true);
  resource.addPropertyOverride('RetainAllVariantProperties', false);
  expect(retention(stack)).toBe(false);
});

test('what is changed after a validation is in the template', () => {
  const stack = newStack();
  const { construct, resource } = endpointIn(stack);
  expect(construct.node.validate()).toEqual([]);
  resource.retainAllVariantProperties = true;
  expect(retention(stack)).toBe(true);
});

test('a broken rule that is mended between two validations is no longer reported', () => {
  const stack = newStack();
  const { construct } = endpointIn(stack);
  const config = construct.node.findChild('Config') as CfnResource;
  config.addPropertyOverride('EndpointConfigName', 'fixed');
  expect(construct.node.validate()).toEqual([expect.stringContaining('[named-replaceable-resource]')]);
  config.addPropertyDeletionOverride('EndpointConfigName');
  expect(construct.node.validate()).toEqual([]);
});

test('a reference to another stack that is made after a synth that failed becomes an import', () => {
  const stack = newStack();
  const { construct, resource } = endpointIn(stack);
  const config = construct.node.findChild('Config') as CfnResource;
  config.addPropertyOverride('EndpointConfigName', 'fixed');
  expect(() => synth(stack)).toThrow('[named-replaceable-resource]');
  config.addPropertyDeletionOverride('EndpointConfigName');
  const topic = new Topic(new Stack(stack.node.root as App, 'Other'), 'Topic');
  resource.addMetadata('topic', topic.topicArn);
  expect(declared(stack, 'AWS::SageMaker::Endpoint').Metadata?.topic).toEqual({
    'Fn::ImportValue': expect.stringContaining('Other:ExportsOutputRef') as string,
  });
});

test('a synth that does not validate renders what is declared', () => {
  const stack = newStack();
  const { resource } = endpointIn(stack);
  synth(stack);
  resource.retainAllVariantProperties = true;
  const assembly = (stack.node.root as App).synth({ force: true, skipValidation: true });
  const { Resources } = assembly.getStackByName(stack.stackName).template as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  const endpoint = Object.values(Resources).find(({ Type }) => Type === 'AWS::SageMaker::Endpoint');
  expect(endpoint?.Properties.RetainAllVariantProperties).toBe(true);
});

test('each kind of action of a rollback alarm is rendered', () => {
  const stack = newStack();
  const { construct } = endpointIn(stack);
  const [alarm] = construct.rollbackAlarms;
  const actions = ['Alarm', 'Ok', 'Data'].map((name) => new SnsAction(new Topic(stack, name)));
  const rendered = alarm as unknown as Record<string, (action: SnsAction) => void>;
  for (const [index, add] of ['addAlarmAction', 'addOkAction', 'addInsufficientDataAction'].entries()) {
    rendered[add](actions[index]);
  }
  const resource = construct.node.findAll().find((node) => CfnAlarm.isCfnAlarm(node)) as CfnAlarm;
  expect(resource.node.path).toContain('ErrorsAlarm');
  const { Properties } = declared(stack, 'AWS::CloudWatch::Alarm');
  for (const property of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
    expect(Properties[property]).toEqual([{ Ref: expect.any(String) as string }]);
  }
});
