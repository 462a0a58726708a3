import type { CallableFunction } from '../assembly/assembly-reader';
import { LATEST, parseFunctionName } from '../assembly/callable';
import type { Invocation } from '../invoker/invoker';
import type { PlayedVersions } from './played-versions';
import type { Services } from './service';
import type { ServiceCall, ServiceReply } from './service-call';
import { refusal } from './service-call';

export interface LambdaParts {
  /** The versions that are being deployed. */
  readonly versions: PlayedVersions;
  /** Another function of the template; undefined where it is not there, or cannot be run. */
  find(functionName: string, qualifier: string): CallableFunction | undefined;
  /** Runs another function of the template. */
  invoke(fn: CallableFunction, event: unknown, clientContext: unknown): Promise<Invocation>;
}

interface Called {
  readonly functionName: string;
  readonly qualifier: string;
}

/** Lambda: what is invoked is the release that is played, or another function of the template. */
export function lambdaServices({ versions, find, invoke }: LambdaParts): Services {
  const arnOf = (called: Called, { version: { region, account } }: CallableFunction, isQualified: boolean): string => {
    const target = find(called.functionName, LATEST);
    const where = `${target?.version.region ?? region}:${target?.version.account ?? account}`;
    const partition = /^cn-/.test(region) ? 'aws-cn' : /^us-gov-/.test(region) ? 'aws-us-gov' : 'aws';
    const arn = `arn:${partition}:lambda:${where}:function:${called.functionName}`;
    return isQualified && called.qualifier !== LATEST ? `${arn}:${called.qualifier}` : arn;
  };
  return {
    'lambda Invoke': {
      action: 'lambda:InvokeFunction',
      resource: (call, caller) => arnOf(calledBy(call), caller, true),
      on: (call) => nameOf(calledBy(call)),
      answer: async (call) => {
        const called = calledBy(call);
        const event: unknown = call.body.length === 0 ? undefined : JSON.parse(call.body.toString('utf8'));
        const context = clientContext(call);
        const played = await versions.invoke(called.functionName, called.qualifier, event, context);
        if (played !== undefined) return replyOf(call, played.invocation, played.number);
        const fn = find(called.functionName, called.qualifier);
        if (fn === undefined) {
          return refusal(404, 'ResourceNotFoundException', `function ${nameOf(called)} is not in the template`);
        }
        return replyOf(call, await invoke(fn, event, context), fn.version.number);
      },
    },
    'lambda GetAlias': {
      action: 'lambda:GetAlias',
      resource: (call, caller) => arnOf(calledBy(call), caller, false),
      on: (call) => nameOf(aliasOf(call)),
      answer: (call) => {
        const { functionName, qualifier } = aliasOf(call);
        const number = versions.mainVersion(functionName, qualifier);
        return number === undefined
          ? refusal(404, 'ResourceNotFoundException', `alias ${qualifier} of ${functionName} is not played`)
          : { body: { Name: qualifier, FunctionVersion: number } };
      },
    },
  };
}

function calledBy({ path, query }: ServiceCall): Called {
  const { functionName, qualifier } = parseFunctionName(path.split('/')[3]);
  return { functionName, qualifier: query.get('Qualifier') ?? qualifier ?? LATEST };
}

function aliasOf({ path }: ServiceCall): Called {
  const [, , , name, , alias] = path.split('/');
  return { functionName: parseFunctionName(name).functionName, qualifier: alias };
}

function nameOf({ functionName, qualifier }: Called): string {
  return qualifier === LATEST ? functionName : `${functionName}:${qualifier}`;
}

function clientContext({ headers }: ServiceCall): unknown {
  const header = headers['x-amz-client-context'];
  return typeof header === 'string' ? JSON.parse(Buffer.from(header, 'base64').toString('utf8')) : undefined;
}

/** A failure of the function is an answer with a header. */
function replyOf(call: ServiceCall, { answer, error }: Invocation, number: string): ServiceReply {
  const headers = { 'x-amz-executed-version': number };
  if (call.headers['x-amz-invocation-type'] === 'Event') return { status: 202, headers };
  if (error === undefined) return { headers, body: answer ?? null };
  return {
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: { errorType: error.type, errorMessage: error.message },
  };
}
