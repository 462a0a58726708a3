import type { Invocation } from '../invoker/invoker';
import { StateError } from '../state-machine/state-error';

/** Lambda's own name for a function that ended without saying of what type its error was. */
const UNKNOWN = 'Lambda.Unknown';

/**
 * An error of a function as a state sees it: by its own name, `Sandbox.Timedout` after the time of the function.
 * Source: docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function functionError({ type, message }: NonNullable<Invocation['error']>, seconds: number): StateError {
  const cause = { errorType: type, errorMessage: message, trace: [] };
  return new StateError(type === '' ? UNKNOWN : type, JSON.stringify(cause), seconds);
}

const SDK_MISSING = /Cannot find (?:module|package) '(@(?:aws-sdk|smithy)\/[\w./-]+)'/;

/** Why an error says nothing of what would happen on AWS; undefined where it does. */
export function whyOnlyHere({ message }: NonNullable<Invocation['error']>): string | undefined {
  const name = SDK_MISSING.exec(message)?.[1];
  return name === undefined
    ? undefined
    : `${name}, which Lambda's own runtime has, is not on this machine: install it where the rehearsal is started`;
}

/** What Step Functions reports where the role of the machine may not invoke a function. AWS publishes no name for it. */
export function invocationDenied(role: string | undefined, arn: string): StateError {
  const message = `role ${role} is not authorized to perform: lambda:InvokeFunction on resource: ${arn}`;
  return new StateError('Lambda.AWSLambdaException', `${message} (Service: Lambda, Status Code: 403)`);
}
