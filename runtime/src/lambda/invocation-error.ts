import { describe } from '../log';

/** What Lambda reports as `errorType` and `errorMessage`; the stack, which it would report too, is left out. */
export function invocationError(error: unknown): Error {
  const { code, message } = describe(error);
  const thrown = new Error(message);
  thrown.name = code;
  thrown.stack = `${code}: ${message}`;
  return thrown;
}
