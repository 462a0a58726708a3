import type { Resource } from './support/synth';
import { endpointTemplate, functionTemplate, idsOf, newFunction, newStack, only, synth } from './support/synth';
import { withAcceptance } from '../parity/support/models';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';

const HOOKS = 'CodeDeployLambdaAliasUpdate';

function asked(alias: Resource): Record<string, unknown> {
  return (alias.UpdatePolicy as Record<string, Record<string, unknown>>)[HOOKS];
}

describe('a model with labelled cases', () => {
  const synthesized = functionTemplate({ model: withAcceptance() });
  const [hookId] = idsOf(synthesized, 'AWS::Lambda::Function').filter((id) => id.includes('AcceptanceHook'));
  const hook = synthesized.resources[hookId];
  const [functionId] = idsOf(synthesized, 'AWS::Lambda::Function').filter((id) => !id.includes('AcceptanceHook'));

  test('has its versions scored before they get traffic', () => {
    const alias = only(synthesized, 'AWS::Lambda::Alias');
    expect(asked(alias).BeforeAllowTrafficHook).toEqual({ Ref: hookId });
    expect(asked(alias)).not.toHaveProperty('AfterAllowTrafficHook');
    expect(alias.DependsOn).toContain(hookId);
  });

  test('has a hook that CodeDeploy may invoke by its name', () => {
    expect(hook.Properties).toMatchObject({
      FunctionName: expect.stringMatching(/^CodeDeployHook_Diagnosis-Classifier-[0-9a-f]{8}$/) as string,
      Timeout: 900,
    });
  });

  test('has a hook that knows which version it is about', () => {
    const [version] = idsOf(synthesized, 'AWS::Lambda::Version');
    expect(hook.Properties.Environment).toEqual({
      Variables: {
        INFERENCE_HOOK_FUNCTION: { Ref: functionId },
        INFERENCE_HOOK_VERSION: { 'Fn::GetAtt': [version, 'Version'] },
      },
    });
  });

  test('has a hook that may invoke its versions, tell CodeDeploy and write its log', () => {
    const [id] = idsOf(synthesized, 'AWS::IAM::RolePolicy').filter((one) => one.includes('AcceptanceHook'));
    const { Statement } = synthesized.resources[id].Properties.PolicyDocument as { Statement: { Action: unknown }[] };
    expect(Statement.map(({ Action }) => Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'lambda:InvokeFunction',
      'codedeploy:PutLifecycleEventHookExecutionStatus',
    ]);
  });

  test('is told of the minimum', () => {
    expect(synthesized.messages.map(({ text }) => text)).toContain(
      'before a version gets traffic its accuracy over 1 labelled cases must be at least 0.93; the first deployment of all is not asked [ack: @inference-constructs/cdk:acceptance]',
    );
  });

  test('is told that an endpoint asks nobody', () => {
    expect(endpointTemplate({ model: withAcceptance() }).messages.map(({ text }) => text)).toContain(
      "acceptance.jsonl of small is not scored: SageMaker asks nobody before an endpoint's new release gets traffic [ack: @inference-constructs/cdk:acceptance-unused]",
    );
  });
});

test("the author's own hooks are asked, and may tell CodeDeploy", () => {
  const stack = newStack();
  const own = (id: string) =>
    new Function(stack, id, {
      code: Code.fromInline('exports.handler = () => {};'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
    });
  const [before, after] = [own('Before'), own('After')];
  const fn = newFunction(stack, { model: withAcceptance(), preHook: before, postHook: after });
  expect(fn.preHook).toBe(before);
  const synthesized = synth(stack);
  expect(asked(only(synthesized, 'AWS::Lambda::Alias'))).toMatchObject({
    BeforeAllowTrafficHook: { Ref: stack.getLogicalId(before.node.defaultChild as never) },
    AfterAllowTrafficHook: { Ref: stack.getLogicalId(after.node.defaultChild as never) },
  });
  const policies = JSON.stringify(synthesized.graph.ofType('AWS::IAM::RolePolicy').map(({ properties }) => properties));
  expect(policies.match(/codedeploy:PutLifecycleEventHookExecutionStatus/g)).toHaveLength(2);
  expect(idsOf(synthesized, 'AWS::Lambda::Function').filter((id) => id.includes('AcceptanceHook'))).toEqual([]);
});

test('a model without labelled cases asks nobody', () => {
  const synthesized = functionTemplate();
  expect(asked(only(synthesized, 'AWS::Lambda::Alias'))).not.toHaveProperty('BeforeAllowTrafficHook');
  expect(idsOf(synthesized, 'AWS::Lambda::Function')).toHaveLength(1);
});
