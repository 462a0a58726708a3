import { PULL_ACTIONS } from './endpoint';

/** A statement of the policy of a bucket, a key or a repository. */
export interface ResourceStatement {
  readonly Effect: 'Allow';
  readonly Principal: { readonly AWS: string };
  readonly Action: readonly string[];
  /** None in the policy of a repository, which is about itself. */
  readonly Resource?: string;
}

/**
 * Lets an account in as a whole: which of its roles may, their own policies say. A role named here would have to be there
 * before, and would be another one once it is replaced.
 */
export function accountPrincipal(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:root`;
}

/** Lets a principal fetch an object, or all below a prefix, whose keys are listed. */
export function fetchStatements(
  principal: string,
  objectsArn: string,
  listedBucketArn: string | undefined,
): ResourceStatement[] {
  const fetch = statement(principal, ['s3:GetObject'], objectsArn);
  return listedBucketArn === undefined ? [fetch] : [fetch, statement(principal, ['s3:ListBucket'], listedBucketArn)];
}

/** Lets a principal decrypt; in its own policy a key is called `*`. */
export function decryptStatement(principal: string): ResourceStatement {
  return statement(principal, ['kms:Decrypt'], '*');
}

/** Lets a principal pull images. */
export function pullStatement(principal: string): ResourceStatement {
  return statement(principal, PULL_ACTIONS);
}

function statement(principal: string, Action: readonly string[], Resource?: string): ResourceStatement {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action, ...(Resource === undefined ? {} : { Resource }) };
}
