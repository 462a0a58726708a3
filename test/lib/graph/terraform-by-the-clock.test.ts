import { graphOfTemplate } from '../../../lib/src/graph/cloudformation';
import { graphOfTerraform } from '../../../lib/src/graph/terraform';

const definition = (arn: string): string =>
  JSON.stringify({ StartAt: 'Score', States: { Score: { Type: 'Task', Resource: arn, End: true } } });

/** The same in both engines' words. */
const TWINS: [string, Record<string, unknown>, Record<string, unknown>][] = [
  [
    'a schedule',
    {
      aws_scheduler_schedule: {
        name: 'nightly',
        group_name: 'batch',
        schedule_expression: 'cron(0 3 * * ? *)',
        schedule_expression_timezone: 'Europe/Berlin',
        flexible_time_window: { mode: 'OFF' },
        target: { arn: 'arn:f', role_arn: 'arn:r', input: '{}', retry_policy: { maximum_retry_attempts: 0 } },
      },
    },
    {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: 'nightly',
        GroupName: 'batch',
        ScheduleExpression: 'cron(0 3 * * ? *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:f', RoleArn: 'arn:r', Input: '{}', RetryPolicy: { MaximumRetryAttempts: 0 } },
      },
    },
  ],
  [
    'a group of schedules',
    { aws_scheduler_schedule_group: { name: 'batch' } },
    { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'batch' } },
  ],
  [
    'a state machine',
    {
      aws_sfn_state_machine: {
        name: 'score',
        type: 'EXPRESS',
        role_arn: 'arn:r',
        definition: definition('arn:f'),
        publish: false,
        logging_configuration: { level: 'ALL', include_execution_data: true, log_destination: 'arn:logs:*' },
        tracing_configuration: { enabled: true },
      },
    },
    {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'score',
        StateMachineType: 'EXPRESS',
        RoleArn: 'arn:r',
        DefinitionString: definition('arn:f'),
        LoggingConfiguration: {
          Level: 'ALL',
          IncludeExecutionData: true,
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:logs:*' } }],
        },
        TracingConfiguration: { Enabled: true },
      },
    },
  ],
  [
    'an alias of a state machine',
    {
      aws_sfn_alias: {
        name: 'live',
        routing_configuration: [{ state_machine_version_arn: 'arn:v1', weight: 100 }],
      },
    },
    {
      Type: 'AWS::StepFunctions::StateMachineAlias',
      Properties: { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: 'arn:v1', Weight: 100 }] },
    },
  ],
];

test.each(TWINS)('%s reads like its twin in CloudFormation', (_, terraform, template) => {
  const [[type, body]] = Object.entries(terraform);
  const [read] = graphOfTerraform({ resource: { [type]: { it: body } } }).resources;
  const [twin] = graphOfTemplate({ Resources: { it: template as never } }).resources;
  expect({ type: read.type, properties: read.properties }).toEqual({ type: twin.type, properties: twin.properties });
});

test('who refers to a state machine, and whom its definition refers to, is known', () => {
  const graph = graphOfTerraform({
    resource: {
      aws_sfn_state_machine: { score: { definition: definition('${aws_lambda_function.f.arn}') } },
      aws_scheduler_schedule: { nightly: { target: { arn: '${aws_sfn_state_machine.score.arn}' } } },
    },
  });
  expect(graph.get('aws_scheduler_schedule.nightly')?.properties.Target).toEqual({
    Arn: '@{aws_sfn_state_machine.score.Arn}',
  });
  expect(graph.get('aws_sfn_state_machine.score')?.properties.DefinitionString).toBe(
    definition('@{aws_lambda_function.f.Arn}'),
  );
});

test("a rule has its targets, which are resources of their own; another rule's stay what they are", () => {
  const { resources } = graphOfTerraform({
    resource: {
      aws_cloudwatch_event_rule: {
        nightly: { name: 'nightly', schedule_expression: 'cron(0 3 * * ? *)', is_enabled: false },
      },
      aws_cloudwatch_event_target: {
        own: { rule: '${aws_cloudwatch_event_rule.nightly.name}', target_id: 'a', arn: 'arn:f', input: '{"a":1}' },
        named: { rule: 'nightly', arn: 'arn:g', event_bus_name: 'default' },
        foreign: { rule: 'elsewhere', arn: 'arn:h' },
      },
    },
  });
  const Targets = [{ Id: 'a', Arn: 'arn:f', Input: '{"a":1}' }, { Arn: 'arn:g' }];
  expect(resources.map(({ type, properties }) => [type, properties])).toEqual([
    ['AWS::Events::Rule', { State: 'DISABLED', Name: 'nightly', ScheduleExpression: 'cron(0 3 * * ? *)', Targets }],
    ['terraform:aws_cloudwatch_event_target', { Rule: 'elsewhere', Arn: 'arn:h' }],
  ]);
});
