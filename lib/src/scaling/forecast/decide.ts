import type { Statement } from '../../access/statements';
import { policyDocument, trust, writeLogs } from '../../access/statements';
import { LAMBDA } from '../../catalog/lambda';
import { InferenceError } from '../../errors';
import { literalName } from '../../plan/names';
import type { Plan } from '../../plan/plan';
import { ref } from '../../plan/plan';
import { targetOf } from '../measured-target';
import { identityOf } from '../scaled';
import { checkTimezone } from '../schedule-expression';
import type { ScalingSpec } from '../scaling-spec';
import type { ForecastConfiguration } from './configuration';
import { FORECAST_VARIABLE, MAX_LOOKBACK_DAYS } from './configuration';

/** A forecast of a variant's traffic; engine-neutral. */
export interface ForecastSpec {
  readonly scaling: ScalingSpec;
  /** Default: from what was measured of the model. */
  readonly targetPerMinute?: number;
  readonly headroomPercent?: number;
  readonly lookbackDays?: number;
  readonly timezone?: string;
  readonly leadMinutes?: number;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Construct path. */
  readonly path: string;
}

export const FORECAST_DEFAULTS = {
  headroomPercent: 20,
  lookbackDays: 28,
  timezone: 'UTC',
  /** An instance takes about five minutes to start, where nothing else is known. */
  leadMinutes: 10,
} as const;

const LOG_RETENTION_DAYS = 90;
const MAX_SCHEDULE_NAME = 64;
const NOTED_AS = 'Forecast';

/** A function that reads what was asked for and schedules what will be, once a day. */
export function decideForecast(spec: ForecastSpec): Plan {
  const { value, notes } = targetOf(spec.scaling, NOTED_AS, 'invocations', spec.targetPerMinute);
  const configuration = configurationOf(spec, value);
  return {
    resources: [
      { id: 'Logs', type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: LOG_RETENTION_DAYS } },
      { id: 'Role', type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') } },
      {
        id: 'RolePolicy',
        type: 'AWS::IAM::RolePolicy',
        properties: {
          RoleName: ref('Role'),
          PolicyName: 'schedule-capacity',
          PolicyDocument: policyDocument(statements(spec)),
        },
      },
      {
        id: 'Function',
        type: 'AWS::Lambda::Function',
        dependsOn: ['RolePolicy'],
        properties: {
          Description: 'Schedules the capacity that the traffic of past weeks lets expect',
          Handler: 'index.handler',
          Runtime: LAMBDA.RUNTIME,
          Architectures: ['arm64'],
          MemorySize: 256,
          Timeout: 300,
          Role: ref('Role', 'Arn'),
          LoggingConfig: { LogGroup: ref('Logs') },
          Environment: { Variables: { [FORECAST_VARIABLE]: JSON.stringify(configuration) } },
        },
      },
      {
        id: 'ScheduleRole',
        type: 'AWS::IAM::Role',
        properties: { AssumeRolePolicyDocument: trust('scheduler.amazonaws.com') },
      },
      {
        id: 'ScheduleRolePolicy',
        type: 'AWS::IAM::RolePolicy',
        properties: {
          RoleName: ref('ScheduleRole'),
          PolicyName: 'invoke-forecast',
          PolicyDocument: policyDocument([
            { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: ref('Function', 'Arn') },
          ]),
        },
      },
      {
        id: 'Schedule',
        type: 'AWS::Scheduler::Schedule',
        dependsOn: ['ScheduleRolePolicy'],
        properties: {
          Name: literalName([spec.path], `${spec.path}/Schedule`, MAX_SCHEDULE_NAME),
          ScheduleExpression: 'rate(1 day)',
          FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 },
          Target: {
            Arn: ref('Function', 'Arn'),
            RoleArn: ref('ScheduleRole', 'Arn'),
            RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 },
          },
        },
      },
    ],
    notes: [...notes],
  };
}

function configurationOf(spec: ForecastSpec, targetPerMinute: number): ForecastConfiguration {
  const { scaling } = spec;
  const { scaled, minCapacity, maxCapacity, isUnresolved } = scaling;
  if (scaled.kind !== 'instances') throw new Error(`no forecast of ${scaled.kind}`);
  const { headroomPercent, lookbackDays, timezone, leadMinutes } = {
    headroomPercent: spec.headroomPercent ?? FORECAST_DEFAULTS.headroomPercent,
    lookbackDays: spec.lookbackDays ?? FORECAST_DEFAULTS.lookbackDays,
    timezone: spec.timezone ?? FORECAST_DEFAULTS.timezone,
    leadMinutes: spec.leadMinutes ?? FORECAST_DEFAULTS.leadMinutes,
  };
  const numbers = { targetPerMinute, headroomPercent, lookbackDays, leadMinutes, minCapacity, maxCapacity };
  for (const [name, value] of Object.entries(numbers)) {
    if (isUnresolved(value)) throw invalid(`${name} (a token)`, 'must be known at synth', 'pass a literal');
  }
  if (!(targetPerMinute > 0)) throw invalid(`target (${targetPerMinute} per minute)`, 'more than 0');
  if (!(headroomPercent >= 0)) throw invalid(`headroom (${headroomPercent} %)`, 'at least 0');
  if (!Number.isInteger(lookbackDays) || lookbackDays < 7 || lookbackDays > MAX_LOOKBACK_DAYS) {
    throw invalid(
      `lookback (${lookbackDays} days)`,
      `whole days from 7 to ${MAX_LOOKBACK_DAYS}, which CloudWatch keeps`,
    );
  }
  if (!Number.isInteger(leadMinutes) || leadMinutes < 0 || leadMinutes >= 60) {
    throw invalid(`lead (${leadMinutes} minutes)`, 'whole minutes from 0 to 59');
  }
  checkTimezone(timezone);
  return {
    target: identityOf(scaled),
    metric: {
      namespace: 'AWS/SageMaker',
      name: 'Invocations',
      dimensions: { EndpointName: scaled.endpointName, VariantName: scaled.variantName },
    },
    ...numbers,
    timezone,
  };
}

/** CloudWatch and the list of scheduled actions know no resources. */
function statements({ partition, region, account }: ForecastSpec): Statement[] {
  return [
    writeLogs(ref('Logs', 'Arn')),
    {
      Effect: 'Allow',
      Action: ['cloudwatch:GetMetricData', 'application-autoscaling:DescribeScheduledActions'],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['application-autoscaling:PutScheduledAction', 'application-autoscaling:DeleteScheduledAction'],
      Resource: `arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*`,
    },
  ];
}

function invalid(what: string, limit: string, remedy = 'choose a value in that range'): InferenceError {
  return new InferenceError('ForecastInvalid', `${what}: ${limit}. ${remedy}`);
}
