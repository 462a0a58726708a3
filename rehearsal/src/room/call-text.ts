import type { AwsCall } from './aws-call';

/** What a function asked for, for people. */
export function callText({ service, operation, on, refused, times }: AwsCall): string {
  const what = `${service} ${operation}${on === undefined ? '' : ` of ${on}`}${times === 1 ? '' : ` ${times} times`}`;
  return refused === undefined ? what : `${what} (refused: ${refused})`;
}
