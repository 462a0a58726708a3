import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { CfnUrlProps, Code, ILayerVersion, Version } from 'aws-cdk-lib/aws-lambda';
import { Alias, CfnUrl, Function, Handler, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { architectureOf } from '../architecture';
import { l1Props } from './l1-props';
import type { Rendering } from './rendering';
import { renderRolePolicy } from './role';

/** What a plan says of a function. */
export interface FunctionProperties {
  readonly Description: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly Architectures: readonly Architecture[];
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

/** An image says itself what it runs. */
type InZipOrImage = Omit<FunctionProperties, 'Handler' | 'Runtime'> &
  Partial<Pick<FunctionProperties, 'Handler' | 'Runtime'>>;

interface AliasProperties {
  readonly Name: string;
  readonly ProvisionedConcurrencyConfig?: { readonly ProvisionedConcurrentExecutions: number };
}

/** What the plan leaves to the engine. */
export interface FunctionParts {
  readonly role: Role;
  readonly code: Code;
  readonly layer?: ILayerVersion;
  /** Where in a VPC it is, as the plan has it by ids. */
  readonly network?: {
    readonly vpc?: IVpc;
    readonly vpcSubnets?: SubnetSelection;
    readonly securityGroups: ISecurityGroup[];
  };
}

/** The function, with its log group and what its role allows. */
export function renderFunction(scope: Construct, rendering: Rendering, parts: FunctionParts): Function {
  const { RetentionInDays } = rendering.properties<{ RetentionInDays: RetentionDays }>('Logs');
  const logGroup = rendering.add('Logs', new LogGroup(scope, 'Logs', { retention: RetentionInDays }));
  renderRolePolicy(scope, 'RolePolicy', rendering);
  const properties = rendering.properties<InZipOrImage>('Function');
  return rendering.add(
    'Function',
    new Function(scope, 'Function', {
      description: properties.Description,
      handler: properties.Handler ?? Handler.FROM_IMAGE,
      runtime:
        properties.Runtime === undefined ? Runtime.FROM_IMAGE : new Runtime(properties.Runtime, RuntimeFamily.NODEJS),
      architecture: architectureOf(properties.Architectures[0]),
      memorySize: properties.MemorySize,
      timeout: Duration.seconds(properties.Timeout),
      reservedConcurrentExecutions: properties.ReservedConcurrentExecutions,
      environment: { ...properties.Environment.Variables },
      role: parts.role,
      code: parts.code,
      layers: parts.layer && [parts.layer],
      logGroup,
      ...parts.network,
      // The old version must be there for an alias that is set back by hand, as it is for a rollback. One that is
      // created by a deployment that fails goes with it: publishing the same code again would find it and fail.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    }),
  );
}

/** The version that stands for the function as it is declared now; a change brings a new one. */
export function renderVersion(rendering: Rendering, fn: Function): Version {
  return rendering.add('Version', fn.currentVersion);
}

export function renderAlias(scope: Construct, rendering: Rendering, version: Version): Alias {
  const { Name, ProvisionedConcurrencyConfig: provisioned } = rendering.properties<AliasProperties>('Alias');
  const provisionedConcurrentExecutions = provisioned?.ProvisionedConcurrentExecutions;
  return rendering.add(
    'Alias',
    new Alias(scope, 'Alias', { aliasName: Name, version, provisionedConcurrentExecutions }),
  );
}

/** URL of the alias, where the plan has one. */
export function renderUrl(scope: Construct, rendering: Rendering): string | undefined {
  if (!rendering.has('Url')) return undefined;
  return rendering.add('Url', new CfnUrl(scope, 'Url', l1Props<CfnUrlProps>(rendering.properties('Url'))))
    .attrFunctionUrl;
}
