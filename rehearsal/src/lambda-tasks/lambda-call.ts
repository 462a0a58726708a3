import { LATEST } from '../assembly/callable';

type Block = Readonly<Record<string, unknown>>;

/** What a Task state asks of Lambda. */
export interface LambdaCall {
  /** Name or ARN. */
  readonly functionName: string;
  readonly qualifier?: string;
  readonly event: unknown;
  readonly clientContext?: unknown;
  /** Whether the answer comes inside of what `Invoke` returns, or alone. */
  readonly isInvoke: boolean;
}

const INVOKE = /^arn:[\w-]+:states:::lambda:invoke$/;
const FUNCTION = /^arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w$:-]+$/;
const PARAMETERS = ['FunctionName', 'Payload', 'Qualifier', 'InvocationType', 'ClientContext', 'LogType'];
/** Parameters of which one value is played, the default. */
const DEFAULTS: Readonly<Record<string, string>> = { InvocationType: 'RequestResponse', LogType: 'None' };

/** Whether a resource is Lambda's `Invoke` or the ARN of a function. */
export function isLambda(resource: string): boolean {
  return isLambdaInvoke(resource) || FUNCTION.test(resource);
}

/** Whether a resource is the optimized integration, whose function is a parameter. */
export function isLambdaInvoke(resource: string): boolean {
  return INVOKE.test(resource);
}

/** Reads a task; a text says what of it is not played. */
export function readLambdaCall(resource: string, parameters: unknown): LambdaCall | string {
  if (!isLambdaInvoke(resource)) return { functionName: resource, event: parameters, isInvoke: false };
  const given = (parameters ?? {}) as Block;
  const refused = refusedParameter(given);
  if (refused !== undefined) return refused;
  const { FunctionName, Qualifier, Payload = {}, ClientContext } = given;
  if (typeof FunctionName !== 'string') return 'FunctionName is missing';
  const clientContext = contextOf(ClientContext);
  if (typeof clientContext === 'string') return clientContext;
  return {
    functionName: FunctionName,
    ...(Qualifier === undefined ? {} : { qualifier: String(Qualifier) }),
    event: Payload,
    ...clientContext,
    isInvoke: true,
  };
}

/** What of the parameters of `Invoke` is not played; those that the execution fills in are not looked at. */
export function refusedParameter(given: object): string | undefined {
  const refused = Object.entries(given)
    .filter(([name]) => !name.endsWith('.$'))
    .find(([name, value]) => !PARAMETERS.includes(name) || (name in DEFAULTS && value !== DEFAULTS[name]));
  return refused === undefined ? undefined : `${refused[0]} ${JSON.stringify(refused[1])} is not played`;
}

/** What the state gets: what the function answered, for `Invoke` among what the service says of it. */
export function lambdaOutput({ isInvoke }: LambdaCall, answer: unknown, version = LATEST): unknown {
  const Payload = answer ?? null;
  if (!isInvoke) return Payload;
  const HttpHeaders = { 'Content-Type': 'application/json', 'X-Amz-Executed-Version': version };
  return {
    ExecutedVersion: version,
    Payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(HttpHeaders).map(([name, value]) => [name, [value]])),
      HttpHeaders,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: REQUEST },
    StatusCode: 200,
  };
}

/** Every run prints the same. */
const REQUEST = '00000000-0000-4000-8000-000000000000';

/** JSON in base64. */
function contextOf(given: unknown): { readonly clientContext?: unknown } | string {
  if (given === undefined) return {};
  try {
    return { clientContext: JSON.parse(Buffer.from(String(given), 'base64').toString('utf8')) as unknown };
  } catch {
    return 'ClientContext is no JSON in base64';
  }
}
