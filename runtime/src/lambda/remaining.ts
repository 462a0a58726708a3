/** What Lambda gives the handler beside the event, as far as it is read here. */
export interface Context {
  readonly getRemainingTimeInMillis?: () => number;
  readonly clientContext?: { readonly custom?: Readonly<Record<string, unknown>> };
}

/** The answer must be written and handed to Lambda before it ends the sandbox. */
const MARGIN_MS = 50;

/** When the invocation will be cut off, by `performance.now()`; undefined where nobody says. */
export function remaining(context: Context | undefined): number | undefined {
  const milliseconds = context?.getRemainingTimeInMillis?.();
  return milliseconds === undefined ? undefined : performance.now() + milliseconds - MARGIN_MS;
}
