import { policyDocument, trust, writeLogs } from '../access/statements';
import type { Statement } from '../access/statements';
import { LAMBDA } from '../catalog/lambda';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';

/** A small function that takes part in deployments, and what it may do. */
export interface HelperFunction {
  readonly id: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly statements: readonly Statement[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A literal name; default: the engine's. */
  readonly name?: string;
}

const LOG_RETENTION_DAYS = 90;
const MEMORY_MIB = 256;

/** The function, its log group and a role that allows what it was given and nothing else. */
export function helperFunction(helper: HelperFunction): PlannedResource[] {
  const { id, name, environment } = helper;
  return [
    { id: `${id}Logs`, type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: LOG_RETENTION_DAYS } },
    {
      id: `${id}Role`,
      type: 'AWS::IAM::Role',
      properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
    },
    {
      id: `${id}RolePolicy`,
      type: 'AWS::IAM::RolePolicy',
      properties: {
        RoleName: ref(`${id}Role`),
        PolicyName: 'take-part-in-deployments',
        PolicyDocument: policyDocument([writeLogs(ref(`${id}Logs`, 'Arn')), ...helper.statements]),
      },
    },
    {
      id,
      type: 'AWS::Lambda::Function',
      dependsOn: [`${id}RolePolicy`],
      properties: {
        ...(name === undefined ? {} : { FunctionName: name }),
        Description: helper.description,
        Handler: 'index.handler',
        Runtime: LAMBDA.RUNTIME,
        MemorySize: MEMORY_MIB,
        Timeout: helper.timeoutSeconds,
        Role: ref(`${id}Role`, 'Arn'),
        LoggingConfig: { LogGroup: ref(`${id}Logs`) },
        ...(environment === undefined ? {} : { Environment: { Variables: environment } }),
      },
    },
  ];
}

export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** ARN of the deployment group of a plan. */
export function deploymentGroupArn({ partition, region, account }: Place): string {
  return `arn:${partition}:codedeploy:${region}:${account}:deploymentgroup:${ref('Application')}/${ref('DeploymentGroup')}`;
}
