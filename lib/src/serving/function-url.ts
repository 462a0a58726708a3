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
  /** `BUFFERED` or `RESPONSE_STREAM`. */
  readonly urlInvokeMode?: string;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** The only one that the handler has: it answers whole, because an answer is one line of JSON or one tensor. */
const INVOKE_MODE = 'BUFFERED';

export function requireUrl(url: string | undefined): void {
  if (url !== undefined) return;
  throw new InferenceError('UrlMissing', 'url (none): the function has no URL. set functionUrl');
}

export function checkUrl({ hasUrl = false, cors, urlInvokeMode, isUnresolved }: UrlSpec): void {
  const given = Object.entries({ functionUrlCors: cors, functionUrlInvokeMode: urlInvokeMode });
  const [what] = given.find(([, value]) => value !== undefined) ?? [];
  if (!hasUrl && what !== undefined) {
    throw new InferenceError(
      'UrlMissing',
      `${what} (given): the function has no URL. set functionUrl, or leave it out`,
    );
  }
  if (urlInvokeMode !== undefined && !isUnresolved(urlInvokeMode) && urlInvokeMode !== INVOKE_MODE) {
    throw new InferenceError(
      'InvokeModeUnsupported',
      `invoke mode of the URL (${JSON.stringify(urlInvokeMode)}): only "${INVOKE_MODE}", because the handler writes an answer whole. ` +
        'leave it out; an answer of more than 6 MB needs an endpoint',
    );
  }
  if (cors !== undefined) checkCors(cors, isUnresolved);
}

/** The URL of the alias, where there is to be one. */
export function decideUrl({ hasUrl = false, cors, urlInvokeMode }: UrlSpec, aliasName: string): PlannedResource[] {
  if (!hasUrl) return [];
  const properties: Properties = {
    AuthType: 'AWS_IAM',
    TargetFunctionArn: ref('Function', 'Arn'),
    Qualifier: aliasName,
    ...(cors === undefined ? {} : { Cors: corsProperties(cors) }),
    ...(urlInvokeMode === undefined ? {} : { InvokeMode: urlInvokeMode }),
  };
  return [{ id: 'Url', type: 'AWS::Lambda::Url', dependsOn: ['Alias'], properties }];
}
