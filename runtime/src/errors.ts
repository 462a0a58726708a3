/** Every fault a request can meet, and the status that HTTP gives it. Below 500 the client can mend it. */
export const FAULT_STATUS = {
  BodyInvalid: 400,
  InputMissing: 400,
  InputUnknown: 400,
  FeatureMissing: 400,
  FeatureUnknown: 400,
  TypeMismatch: 400,
  ShapeMismatch: 400,
  NotFinite: 400,
  OutOfRange: 400,
  CategoryUnknown: 400,
  DeadlineInvalid: 400,
  RowsMissing: 400,
  OutputUnknown: 400,
  ModelUnloadable: 400,
  ModelUnknown: 404,
  PathUnknown: 404,
  MethodNotAllowed: 405,
  AnswerTypeUnavailable: 406,
  RequestTimeout: 408,
  ModelLoaded: 409,
  BodyTooLarge: 413,
  ContentTypeUnknown: 415,
  ContentEncodingUnknown: 415,
  DeadlineUnreachable: 429,
  HeadersTooLarge: 431,
  ClientGone: 499,
  ModelFailed: 500,
  NotReady: 503,
  Overloaded: 503,
  CircuitOpen: 503,
  EngineLost: 503,
  ReaderLost: 503,
  DeadlineExceeded: 504,
  MemoryShort: 507,
} as const;

export type FaultCode = keyof typeof FAULT_STATUS;

export interface FaultDetail {
  /** A name from the model's signature, never one that the client sent. */
  readonly field?: string;
  readonly expected?: string;
  /** The type or shape of what came, never its value. */
  readonly got?: string;
  /** Seconds after which another try makes sense: also the header `Retry-After`, which SageMaker does not let through. */
  readonly retryAfter?: number;
  /** The body was refused as text, whatever it says. For this runtime: clients are not told. */
  readonly isUnparsed?: boolean;
}

export interface FaultBody extends Omit<FaultDetail, 'isUnparsed'> {
  readonly error: string;
  readonly code: FaultCode;
}

/** A request that gets no prediction. Holds nothing that the client sent, so that all of it may be shown. */
export class Fault extends Error {
  constructor(
    readonly code: FaultCode,
    message: string,
    readonly detail: FaultDetail = {},
  ) {
    super(message);
    this.name = code;
  }

  get status(): number {
    return FAULT_STATUS[this.code];
  }

  /** Whether the client can mend it; anything else is ours, must raise alarms, and the request may come again. */
  get isClients(): boolean {
    return this.status < 500 && this.code !== 'DeadlineUnreachable';
  }

  /** Whether the request was never tried, for want of time. */
  get isOfTheMoment(): boolean {
    return this.code === 'Overloaded' || this.code === 'DeadlineUnreachable' || this.code === 'DeadlineExceeded';
  }

  body(): FaultBody {
    const { field, expected, got, retryAfter } = this.detail;
    return { error: this.message, code: this.code, field, expected, got, retryAfter };
  }
}

/** What is known of a start is that it goes on; a server that stops has others in its place. */
const COME_AGAIN_SECONDS = 1;

/** The model cannot be asked at this moment, for the state that the server is in. */
export function notReady(state: string): Fault {
  const detail = { expected: 'ready', got: state, retryAfter: COME_AGAIN_SECONDS };
  return new Fault('NotReady', 'The model is not ready.', detail);
}
