import { InferenceError } from '../errors';
import type { PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import { checkCors, corsProperties } from './function-cors';
import type { CorsSpec } from './function-cors';

/** How callers reach the alias of a function by HTTP. */
export interface UrlSpec {
  /** A URL of the alias, for callers that sign their requests. */
  readonly hasUrl?: boolean;
  readonly cors?: CorsSpec;
  readonly isUnresolved: (value: unknown) => boolean;
}

export function requireUrl(url: string | undefined): void {
  if (url !== undefined) return;
  throw new InferenceError('UrlMissing', 'url (none): the function has no URL. set functionUrl');
}

export function checkUrl({ hasUrl = false, cors, isUnresolved }: UrlSpec): void {
  if (cors === undefined) return;
  if (!hasUrl) {
    throw new InferenceError(
      'UrlMissing',
      'functionUrlCors (given): the function has no URL. set functionUrl, or leave it out',
    );
  }
  checkCors(cors, isUnresolved);
}

/** The URL of the alias, where there is to be one. */
export function decideUrl({ hasUrl = false, cors }: UrlSpec, aliasName: string): PlannedResource[] {
  if (!hasUrl) return [];
  const properties: Properties = {
    AuthType: 'AWS_IAM',
    TargetFunctionArn: ref('Function', 'Arn'),
    Qualifier: aliasName,
    ...(cors === undefined ? {} : { Cors: corsProperties(cors) }),
  };
  return [{ id: 'Url', type: 'AWS::Lambda::Url', dependsOn: ['Alias'], properties }];
}
