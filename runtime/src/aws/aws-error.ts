/** What a service of AWS refused, in its own words. */
export class AwsError extends Error {
  constructor(
    /** The service's name of the fault, for example `ResourceNotFoundException`. */
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = code;
  }

  /** Whether nothing was done, and the same request may come again. */
  get isThrottled(): boolean {
    return this.status === 429 || /Throttl|TooManyRequests/.test(this.code);
  }
}

export function readError(status: number, errorType: string | null, body: string): AwsError {
  const document = parse(body);
  const type = errorType ?? text(document.__type) ?? `Status${status}`;
  const code = type.replace(/^.*#/, '').replace(/:.*$/, '');
  return new AwsError(code, status, text(document.message) ?? text(document.Message) ?? `status ${status}`);
}

function parse(body: string): Record<string, unknown> {
  try {
    return (JSON.parse(body) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
