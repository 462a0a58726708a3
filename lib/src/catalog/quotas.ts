import { CODEDEPLOY } from './codedeploy';

/** A quota of an account and region that counts what templates declare. */
export interface CountedQuota {
  /** As the service calls it. */
  readonly name: string;
  /** Types of CloudFormation's. */
  readonly types: readonly string[];
  /** What an account has unless it was raised. */
  readonly limit: number;
}

/** What a deployment adds to before it deletes the old ones, as documented in November 2026. */
export const COUNTED_QUOTAS: readonly CountedQuota[] = [
  {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
    name: 'CloudWatch alarms',
    types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
    limit: 5000,
  },
  {
    name: 'CodeDeploy custom deployment configurations',
    types: ['AWS::CodeDeploy::DeploymentConfig'],
    limit: CODEDEPLOY.MAX_CONFIGURATIONS,
  },
];

/** What SageMaker calls the quota on the instances of a type that endpoints run on; each account has its own. */
export function instanceQuota(instanceType: string): string {
  return `${instanceType} for endpoint usage`;
}
