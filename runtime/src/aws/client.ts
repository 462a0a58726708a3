import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError, readError } from './aws-error';
import { sign } from './signature';

export interface Call {
  /** Name of the service, in its address and in the signature. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether doing it twice is the same as doing it once, so that a lost answer is no reason to stop. */
  readonly isRepeatable: boolean;
}

export interface Answer {
  readonly headers: Headers;
  readonly body: string;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 200;

/**
 * Calls services of AWS with the credentials of the function. The SDK would be the only thing these small functions
 * cannot be tested without, and the most of what they load.
 */
export class AwsClient {
  constructor(private readonly variables: NodeJS.ProcessEnv) {}

  /** Repeats what was throttled, and what is repeatable also after a lost answer, until `signal` says that time is up. */
  async send(call: Call, signal: AbortSignal): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.try(call, signal);
      } catch (error) {
        if (attempt === ATTEMPTS || !mayRepeat(call, error)) throw error;
        const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
        await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal });
      }
    }
  }

  private async try(call: Call, signal: AbortSignal): Promise<Answer> {
    const { service, method, path, headers = {}, body = '' } = call;
    const region = this.required('AWS_REGION');
    const url = new URL(path, this.endpoint(service, region));
    url.search = new URLSearchParams(call.query).toString();
    const signed = sign({ method, url, headers, body }, this.credentials(), { region, service });
    const response = await fetch(url, { method, headers: signed, body: method === 'GET' ? undefined : body, signal });
    const text = await response.text();
    if (!response.ok) throw readError(response.status, response.headers.get('x-amzn-errortype'), text);
    return { headers: response.headers, body: text };
  }

  private endpoint(service: string, region: string): string {
    const given = this.variables[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? this.variables.AWS_ENDPOINT_URL;
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    return given ?? `https://${service}.${region}.${suffix}`;
  }

  private credentials() {
    return {
      accessKeyId: this.required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: this.required('AWS_SECRET_ACCESS_KEY'),
      sessionToken: this.variables.AWS_SESSION_TOKEN,
    };
  }

  private required(name: string): string {
    const value = this.variables[name];
    if (value === undefined) throw new Error(`environment variable ${name} is missing`);
    return value;
  }
}

function mayRepeat(call: Call, error: unknown): boolean {
  if (error instanceof AwsError) return error.isThrottled || (call.isRepeatable && error.status >= 500);
  // `fetch` throws a TypeError where no answer came, and a DOMException where time is up.
  return call.isRepeatable && error instanceof TypeError;
}
