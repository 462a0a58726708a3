import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnScheduleProps } from 'aws-cdk-lib/aws-scheduler';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { architectureOf } from '../architecture';
import type { FunctionProperties } from './function';
import { l1Props } from './l1-props';
import type { Rendering } from './rendering';
import { renderRole, renderRolePolicy } from './role';

/** The function that forecasts, and the schedule that runs it. */
export function renderForecast(scope: Construct, rendering: Rendering, code: Code): Function {
  const { RetentionInDays } = rendering.properties<{ RetentionInDays: RetentionDays }>('Logs');
  const logGroup = rendering.add('Logs', new LogGroup(scope, 'Logs', { retention: RetentionInDays }));
  const role = renderRole(scope, 'Role', rendering);
  renderRolePolicy(scope, 'RolePolicy', rendering);
  const properties = rendering.properties<FunctionProperties>('Function');
  const forecast = rendering.add(
    'Function',
    new Function(scope, 'Function', {
      description: properties.Description,
      handler: properties.Handler,
      runtime: new Runtime(properties.Runtime, RuntimeFamily.NODEJS),
      architecture: architectureOf(properties.Architectures[0]),
      memorySize: properties.MemorySize,
      timeout: Duration.seconds(properties.Timeout),
      environment: { ...properties.Environment.Variables },
      code,
      role,
      logGroup,
    }),
  );
  renderRole(scope, 'ScheduleRole', rendering);
  renderRolePolicy(scope, 'ScheduleRolePolicy', rendering);
  const schedule = new CfnSchedule(scope, 'Schedule', l1Props<CfnScheduleProps>(rendering.properties('Schedule')));
  rendering.add('Schedule', schedule);
  return forecast;
}
