/** A statement of an IAM policy document, in JSON's shape. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[] | string;
  readonly Resource: readonly string[] | string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function policyDocument(statements: readonly Statement[]) {
  return { Version: '2012-10-17', Statement: statements };
}

/** Who may take on a role. */
export function trust(service: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

/** Write lines to streams of one log group. */
export function writeLogs(logGroupArn: string): Statement {
  return {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: logGroupArn,
  };
}

/** Use customer-managed keys; none without one. */
export function useKey(actions: readonly string[], keyArn: string | readonly string[] | undefined): Statement[] {
  return keyArn === undefined || keyArn.length === 0 ? [] : [{ Effect: 'Allow', Action: actions, Resource: keyArn }];
}
