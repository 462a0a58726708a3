import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Rendering } from './rendering';
import { renderRole, renderRolePolicy } from './role';

interface HelperProperties {
  readonly FunctionName?: string;
  readonly Description: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

/** A small function of a plan that takes part in deployments, with its log group, role and policy. */
export function renderHelperFunction(scope: Construct, id: string, rendering: Rendering, code: Code): Function {
  const { RetentionInDays } = rendering.properties<{ RetentionInDays: RetentionDays }>(`${id}Logs`);
  const logGroup = rendering.add(`${id}Logs`, new LogGroup(scope, `${id}Logs`, { retention: RetentionInDays }));
  const role = renderRole(scope, `${id}Role`, rendering);
  renderRolePolicy(scope, `${id}RolePolicy`, rendering);
  const properties = rendering.properties<HelperProperties>(id);
  return rendering.add(
    id,
    new Function(scope, id, {
      functionName: properties.FunctionName,
      description: properties.Description,
      handler: properties.Handler,
      runtime: new Runtime(properties.Runtime, RuntimeFamily.NODEJS),
      memorySize: properties.MemorySize,
      timeout: Duration.seconds(properties.Timeout),
      environment: properties.Environment === undefined ? undefined : { ...properties.Environment.Variables },
      role,
      code,
      logGroup,
    }),
  );
}
