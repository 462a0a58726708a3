import { functionJson, newFunction, newStack, only, synth } from './support/synth';
import { withAcceptance } from '../parity/support/models';
import { Rollout } from '@inference-constructs/cdktf';
import { deployerInvocations, deploysOnApply } from '@inference-constructs/core/out/rollout/deployer';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';

const canary = (bakeMinutes: number): RolloutSpec => ({ kind: 'canary', percent: 10, bakeMinutes });

interface Invocation {
  readonly function_name: string;
  readonly input: string;
  readonly depends_on: string[];
}

function invocations(json: object): Invocation[] {
  const { aws_lambda_invocation = {} } = (json as { resource: Record<string, Record<string, Invocation>> }).resource;
  // The first one in time.
  return Object.values(aws_lambda_invocation).sort((a) => (a.input.includes('targetVersion') ? -1 : 1));
}

test.each([
  [5, 0, 1],
  [11, 0, 1],
  [12, 0, 2],
  [15, 0, 2],
  [15, 1, 3],
  [57, 0, 5],
])('a bake of %d minutes with %d hooks is waited for by %d invocations', (bake, hooks, count) => {
  expect(deployerInvocations(canary(bake), hooks)).toBe(count);
});

test('an apply waits for an hour, and no more', () => {
  expect(deploysOnApply(canary(57), undefined)).toBe(true);
  expect(deploysOnApply(canary(58), undefined)).toBe(false);
  expect(deploysOnApply(canary(5), false)).toBe(false);
  expect(() => deploysOnApply(canary(58), true)).toThrow(
    'canary rollout (3660 s): an apply waits for at most 3600 s. ' +
      'choose a shorter bake, or leave deployOnApply out and run startDeploymentCommand after the apply',
  );
});

test('the deployer is invoked for every version, and waits on', () => {
  const synthesized = functionJson();
  const [first, second, ...rest] = invocations(synthesized.json);
  expect(rest).toEqual([]);
  const [name] = Object.keys(synthesized.json.resource.aws_lambda_function).filter((id) => id.includes('_Function_'));
  const [group] = Object.keys(synthesized.json.resource.aws_codedeploy_deployment_group);
  expect(JSON.parse(first.input)).toEqual({
    applicationName: `\${aws_codedeploy_deployment_group.${group}.app_name}`,
    deploymentGroupName: `\${aws_codedeploy_deployment_group.${group}.deployment_group_name}`,
    functionName: `\${aws_lambda_function.${name}.function_name}`,
    aliasName: 'live',
    targetVersion: `\${aws_lambda_function.${name}.version}`,
    waitsOn: true,
  });
  const [address] = Object.keys(synthesized.json.resource.aws_lambda_invocation).filter((id) => /Deployment_/.test(id));
  expect(JSON.parse(second.input)).toEqual({
    deploymentId: `\${jsondecode(aws_lambda_invocation.${address}.result).deploymentId}`,
    waitsOn: false,
  });
});

test('nothing that a deployment reads is missing when it starts', () => {
  const { json } = functionJson();
  const declared = Object.entries(json.resource)
    .filter(([type]) => type !== 'aws_lambda_invocation')
    .flatMap(([type, ones]) => Object.keys(ones).map((id) => `${type}.${id}`));
  expect([...invocations(json)[0].depends_on].sort()).toEqual(declared.sort());
});

test('the deployer may move this alias and nothing else', () => {
  const { json } = functionJson();
  const [id] = Object.keys(json.resource.aws_iam_role_policy).filter((name) => name.includes('RolloutDeployer'));
  const { Statement } = JSON.parse(String(json.resource.aws_iam_role_policy[id].policy)) as { Statement: object[] };
  expect(Statement.map((statement) => (statement as { Action: unknown }).Action)).toEqual([
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    'lambda:GetAlias',
    ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:ListDeployments'],
    ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
    'codedeploy:GetDeploymentConfig',
  ]);
});

test('a long rollout is started by a command, and has no deployer', () => {
  const { json } = functionJson({ rollout: Rollout.canary({ percent: 10, bakeMinutes: 120 }) });
  expect(json.resource).not.toHaveProperty('aws_lambda_invocation');
  expect(Object.keys(json.resource.aws_lambda_function)).toHaveLength(1);
});

test('a long rollout cannot be part of an apply', () => {
  expect(() =>
    functionJson({ rollout: Rollout.canary({ percent: 10, bakeMinutes: 120 }), deployOnApply: true }),
  ).toThrow('Diagnosis/Classifier: canary rollout (7380 s): an apply waits for at most 3600 s.');
});

test.each([true, false])(
  'a check says where the alias is not at the latest version (deployOnApply %s)',
  (deployOnApply) => {
    const synthesized = functionJson({ deployOnApply });
    const { check, data } = synthesized.json as unknown as Checks;
    const [{ assert, ...beside }] = Object.values(check);
    // With a data source inside the check no plan is ever empty.
    expect(beside).toEqual({});
    const fn = only(synthesized, 'aws_lambda_alias').function_version;
    const [address] = Object.keys(synthesized.json.resource.aws_lambda_alias);
    const [[name, live]] = Object.entries(data.aws_lambda_alias);
    expect(live).toMatchObject({
      name: `\${aws_lambda_alias.${address}.name}`,
      depends_on: [
        deployOnApply ? expect.stringMatching(/^aws_lambda_invocation\..*Deployment2/) : `aws_lambda_alias.${address}`,
      ],
    });
    expect(assert).toEqual([
      {
        condition: `\${(data.aws_lambda_alias.${name}.function_version == ${String(fn).slice(2, -1)})}`,
        error_message: expect.stringContaining('start one with startDeploymentCommand.') as string,
      },
    ]);
  },
);

interface Checks {
  readonly check: Record<string, { readonly assert: readonly object[] }>;
  readonly data: { readonly aws_lambda_alias: Record<string, object> };
}

describe('hooks', () => {
  test('the acceptance hook is part of the order and of the command', () => {
    const stack = newStack();
    const fn = newFunction(stack, { model: withAcceptance() });
    expect(fn.preHookName).toBeDefined();
    const { json } = synth(stack);
    const [hook] = Object.entries(json.resource.aws_lambda_function).filter(([id]) => id.includes('AcceptanceHook'));
    expect(hook[1].function_name).toMatch(/^CodeDeployHook_Diagnosis-Classifier-[0-9a-f]{8}$/);
    expect(JSON.parse(invocations(json)[0].input)).toMatchObject({
      beforeAllowTraffic: `\${aws_lambda_function.${hook[0]}.function_name}`,
    });
  });

  test("the author's own take its place", () => {
    const { json, messages } = functionJson({
      model: withAcceptance(),
      preHookName: 'CodeDeployHook_mine',
      postHookName: 'after',
    });
    expect(Object.keys(json.resource.aws_lambda_function).filter((id) => id.includes('AcceptanceHook'))).toEqual([]);
    expect(JSON.parse(invocations(json)[0].input)).toMatchObject({
      beforeAllowTraffic: 'CodeDeployHook_mine',
      afterAllowTraffic: 'after',
    });
    expect(messages.map(({ text }) => text)).toContain(
      'acceptance.jsonl of small is not scored: another function is asked before traffic shifts',
    );
  });
});
