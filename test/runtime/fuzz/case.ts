import type { Response } from '../support/http-response';

export type { Response };

/** A request over HTTP as its bytes are sent. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Says what is wrong with an answer; undefined where it is as it must be. */
export type Check<Answer> = (answer: Answer) => string | undefined;

/** One request of the fuzzer, and what it must be answered with. */
export type Case = HttpCase | RawCase | EventCase;

interface Named {
  /** The server or function it goes to. */
  readonly target: string;
  readonly contract: string;
}

export interface HttpCase extends Named {
  readonly kind: 'http';
  readonly request: HttpRequest;
  /** Beyond what holds for every answer. */
  readonly check?: Check<Response>;
}

/** Bytes that need not be HTTP, on a connection of their own. */
export interface RawCase extends Named {
  readonly kind: 'raw';
  readonly bytes: Buffer;
}

/** An event of Lambda. */
export interface EventCase extends Named {
  readonly kind: 'event';
  readonly event: unknown;
  readonly check: Check<unknown>;
}

/** Stands in what the client sends: no refusal and no log may hold it. */
export const SECRET = 'Zq7-patient-4711';
/** The same as a number, as a client's data mostly is. */
export const SECRET_NUMBER = 47_110_815.25;
