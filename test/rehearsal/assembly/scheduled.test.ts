import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import { CloudAssemblyReader } from '@inference-constructs/rehearsal/assembly/cloud-assembly-reader';
import { planRehearsal } from '@inference-constructs/rehearsal/plan-rehearsal';
import { defaultPorts } from '@inference-constructs/rehearsal/ports';
import { scheduledEvent } from '@inference-constructs/rehearsal/schedules/scheduled-event';
import type { Resources } from '../support/assembly';
import { edited, temporaryFolder, v2 } from '../support/assembly';

const folder = temporaryFolder();
const FN = { 'Fn::GetAtt': ['Fn', 'Arn'] };

function read(edit: (resources: Resources) => void): Assembly {
  return new CloudAssemblyReader().read(edited(folder, v2, edit), '2');
}

const schedule = (properties: object) => (resources: Resources) =>
  void (resources.Often = {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: FN, RoleArn: 'arn' },
      ...properties,
    },
  });
const rule = (properties: object) => (resources: Resources) =>
  void (resources.Rule = {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'cron(0 8 * * ? *)', Targets: [{ Id: 'a', Arn: FN }], ...properties },
  });

test.each<[string, (resources: Resources) => void, object]>([
  [
    'a schedule',
    schedule({ ScheduleExpressionTimezone: 'Europe/Berlin', StartDate: '2026-11-23T00:00:00Z', Name: 'hourly' }),
    {
      path: 'Often',
      expression: 'rate(1 hour)',
      bounds: { timezone: 'Europe/Berlin', startTime: '2026-11-23T00:00:00Z' },
      arn: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/default/hourly',
      source: 'aws.scheduler',
    },
  ],
  [
    'a rule with an input',
    rule({ Targets: [{ Id: 'a', Arn: FN, Input: '{"a":1}' }] }),
    {
      path: 'Rule',
      input: '{"a":1}',
      arn: 'arn:aws:events:eu-west-1:123456789012:rule/App-Rule',
      source: 'aws.events',
    },
  ],
  ['one of an alias', schedule({ Target: { Arn: { Ref: 'Alias' } } }), { qualifier: 'live' }],
  ['one of a version', schedule({ Target: { Arn: { Ref: 'Version2' } } }), { qualifier: '2' }],
])('%s is played', (_, edit, expected) => {
  const { scheduled, notPlayed } = read(edit);
  expect(scheduled).toMatchObject([{ ...expected, function: { path: 'App/Classifier/Function' } }]);
  expect(notPlayed.filter(({ path }) => ['Often', 'Rule'].includes(path))).toEqual([]);
});

test.each<[string, (resources: Resources) => void, string]>([
  ['an event', rule({ ScheduleExpression: undefined, EventPattern: {} }), 'events are not played, only schedules are'],
  ['one that is disabled', rule({ State: 'DISABLED' }), 'it is disabled'],
  ['one without a target', rule({ Targets: undefined }), 'it has no target'],
  [
    'one whose time cannot be read',
    schedule({ ScheduleExpression: 'cron(soon)' }),
    'cannot play cron(soon), which has 1 fields, not 6',
  ],
  [
    'one that starts something else',
    schedule({ Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' } }),
    'target 1 is not invoked: it is no function of the template',
  ],
  [
    'an event that is transformed',
    rule({ Targets: [{ Id: 'a', Arn: FN, InputPath: '$.detail' }] }),
    'target 1 is not invoked: its InputPath is not played',
  ],
  [
    'invocations that are repeated',
    schedule({ Target: { Arn: FN, RetryPolicy: { MaximumRetryAttempts: 3 } } }),
    'Target.RetryPolicy: an invocation that fails is not repeated',
  ],
])('%s is listed', (_, edit, reason) => {
  expect(read(edit).notPlayed).toContainEqual(expect.objectContaining({ reason }));
});

describe('what a function is invoked with', () => {
  const event = (edit: (resources: Resources) => void): unknown =>
    scheduledEvent(read(edit).scheduled[0], '2026-11-23T09:00:00Z', 'an-id');

  test('without input, it is told what invoked it', () => {
    const common = { version: '0', id: 'an-id', 'detail-type': 'Scheduled Event', account: '123456789012' };
    const more = { time: '2026-11-23T09:00:00Z', region: 'eu-west-1' };
    expect(event(rule({}))).toEqual({
      ...{ ...common, ...more, source: 'aws.events', detail: {} },
      resources: ['arn:aws:events:eu-west-1:123456789012:rule/App-Rule'],
    });
    expect(event(schedule({ Name: 'a' }))).toEqual({
      ...{ ...common, ...more, source: 'aws.scheduler', detail: '{}' },
      resources: ['arn:aws:scheduler:eu-west-1:123456789012:schedule/default/a'],
    });
  });

  test('context attributes are filled in for Scheduler, and unknown ones left', () => {
    const Input =
      '{"at":"<aws.scheduler.scheduled-time>","n":"<aws.scheduler.attempt-number>","x":"<aws.scheduler.x>"}';
    expect(event(schedule({ Target: { Arn: FN, Input } }))).toEqual({
      at: '2026-11-23T09:00:00Z',
      n: '1',
      x: '<aws.scheduler.x>',
    });
    expect(event(rule({ Targets: [{ Id: 'a', Arn: FN, Input: '{"at":"<aws.scheduler.scheduled-time>"}' }] }))).toEqual({
      at: '<aws.scheduler.scheduled-time>',
    });
  });

  test('what is no JSON is text', () => {
    expect(event(schedule({ Target: { Arn: FN, Input: 'go' } }))).toBe('go');
  });
});

test("a hook that CodeDeploy's role may not invoke is asked by nobody", () => {
  const directory = edited(folder, v2, (resources) => {
    resources.Hook = { ...structuredClone(resources.Fn), Metadata: { 'aws:cdk:path': 'App/Hook/Resource' } };
    resources.DeployRole = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
    resources.Group.Properties.ServiceRoleArn = { 'Fn::GetAtt': ['DeployRole', 'Arn'] };
    const update = resources.Alias.UpdatePolicy?.CodeDeployLambdaAliasUpdate as Record<string, unknown>;
    update.BeforeAllowTrafficHook = { Ref: 'Hook' };
  });
  const obstacles = (): unknown => {
    const after = new CloudAssemblyReader().read(directory, '2');
    const before = new CloudAssemblyReader().read(directory, '1');
    const old = {
      ...before,
      functions: before.functions.map((fn) => ({ ...fn, version: { ...fn.version, id: 'old' } })),
    };
    return planRehearsal(old, after, defaultPorts(), { to: directory }).planned[0].hooks?.map(
      ({ obstacle }) => obstacle,
    );
  };
  expect(obstacles()).toEqual([
    'role DeployRole has no lambda:InvokeFunction on arn:aws:lambda:eu-west-1:123456789012:function:App-Hook',
  ]);
  const file = join(directory, 'App.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  template.Resources.Hook.Properties.FunctionName = 'CodeDeployHook_a';
  template.Resources.DeployRole.Properties.ManagedPolicyArns = [
    'arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited',
  ];
  writeFileSync(file, JSON.stringify(template));
  expect(obstacles()).toEqual([undefined]);
});
