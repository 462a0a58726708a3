/** What the rehearsal and the process that stands in for a Lambda sandbox tell each other. */
export interface Fault {
  readonly type: string;
  readonly message: string;
}

export interface InvokeMessage {
  readonly id: number;
  readonly event: unknown;
  readonly requestId: string;
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
  readonly clientContext?: unknown;
}

export type HostMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: Fault }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly answer?: unknown;
      readonly error?: Fault;
      readonly milliseconds: number;
    };

/** Where the host finds packages that the layers of the function cannot give it, as JSON in its environment. */
export const SUBSTITUTES_VARIABLE = '_REHEARSAL_SUBSTITUTES';

/** Ends what one invocation wrote to stdout: the two streams have no order otherwise. */
export function endOfOutput(id: number): string {
  return `\u001e${id}\u001e`;
}

/** Where the AWS SDK is looked for that Lambda's own runtime has, as a directory. */
export const SDK_VARIABLE = '_REHEARSAL_SDK';

const OUTSIDE = '\u001eoutside ';
const END = '\u001e';

/** A line of a function's stdout that says which connection out of this machine was refused. */
export function outsideRefused(where: string): string {
  return OUTSIDE + where + END;
}

/** Where such a line says that a connection would have gone; undefined for any other line. */
export function refusedOutside(line: string): string | undefined {
  return line.startsWith(OUTSIDE) && line.endsWith(END) ? line.slice(OUTSIDE.length, -END.length) : undefined;
}
