import type { AwsClient } from './client';

const FUNCTIONS = '/2015-03-31/functions';

/** The version that an alias points at: the one that gets what no weight gives to another. */
export async function aliasVersion(
  client: AwsClient,
  functionName: string,
  aliasName: string,
  signal: AbortSignal,
): Promise<string> {
  const path = `${FUNCTIONS}/${encodeURIComponent(functionName)}/aliases/${encodeURIComponent(aliasName)}`;
  const { body } = await client.send({ service: 'lambda', method: 'GET', path, isRepeatable: true }, signal);
  return (JSON.parse(body) as { FunctionVersion: string }).FunctionVersion;
}

export interface Invocation {
  readonly functionName: string;
  readonly version: string;
  readonly event: unknown;
  /** What the function finds as `context.clientContext`. */
  readonly clientContext?: object;
}

/** What a version returned; undefined where it failed. */
export async function invoke(client: AwsClient, invocation: Invocation, signal: AbortSignal): Promise<unknown> {
  const { functionName, version, event, clientContext } = invocation;
  const { headers, body } = await client.send(
    {
      service: 'lambda',
      method: 'POST',
      path: `${FUNCTIONS}/${encodeURIComponent(functionName)}/invocations`,
      query: { Qualifier: version },
      headers: {
        'content-type': 'application/json',
        ...(clientContext === undefined
          ? {}
          : { 'x-amz-client-context': Buffer.from(JSON.stringify(clientContext)).toString('base64') }),
      },
      body: JSON.stringify(event),
      isRepeatable: true,
    },
    signal,
  );
  return headers.has('x-amz-function-error') ? undefined : (JSON.parse(body) as unknown);
}
