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

/** What Step Functions reports where the role of the machine may not invoke a function. AWS publishes no name for it. */
export function invocationDenied(role: string | undefined, arn: string): StateError {
  const message = `role ${role} is not authorized to perform: lambda:InvokeFunction on resource: ${arn}`;
  return new StateError('Lambda.AWSLambdaException', `${message} (Service: Lambda, Status Code: 403)`);
}
