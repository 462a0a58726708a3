import { InferenceError } from '../errors';

/** Name of an endpoint, of its ARN. */
export function endpointNameIn(arn: string): string {
  const [, name] = /^arn:[^:]+:sagemaker:[^:]+:[^:]+:endpoint\/([^/]+)$/.exec(arn) ?? [];
  if (name !== undefined) return name;
  throw new InferenceError(
    'EndpointArnInvalid',
    `endpoint (${JSON.stringify(arn)}): the ARN of an endpoint. write arn:aws:sagemaker:<region>:<account>:endpoint/<name>`,
  );
}

/** Function and alias, of the ARN of the alias. */
export function aliasIn(arn: string): { readonly functionName: string; readonly aliasName: string } {
  const [, functionName, aliasName] = /^arn:[^:]+:lambda:[^:]+:[^:]+:function:([^:]+):([^:]+)$/.exec(arn) ?? [];
  if (functionName !== undefined) return { functionName, aliasName };
  throw new InferenceError(
    'AliasArnInvalid',
    `alias (${JSON.stringify(arn)}): the ARN of a function's alias. write arn:aws:lambda:<region>:<account>:function:<name>:<alias>`,
  );
}
