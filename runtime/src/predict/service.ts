import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decodeContent, isEncoded } from '../codec/content-encoding';
import { InputRules } from '../codec/input-rules';
import { readJsonRequest } from '../codec/json-request';
import { JsonScanner } from '../codec/json-scanner';
import { chooseAnswerType, readContentType, type MediaType } from '../codec/media-type';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { logFailure } from '../log';
import { toAnswer, type Answer } from './answer';
import { marked } from './fallback-mark';
import type { Fallback } from './fallback';
import { FORMATS } from './formats';
import { Guard } from './guard';
import { inSlices } from './in-slices';
import { Inquiry, type Door, type Replier, type Write } from './inquiry';
import { JsonAnswer } from './json-answer';
import type { Prediction } from './prediction';
import type { Predictor } from './predictor';

/** A request as any door got it. */
export interface Call {
  readonly body: Buffer;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly accept?: string;
  /** Also of the body once it is decoded. */
  readonly maxBodyBytes: number;
  /** See `Waiter`. */
  readonly deadline?: number;
  /** Whether it comes again when it fails: a fallback's answer would then be worse than none. */
  readonly comesAgain?: boolean;
}

/** What a contract with forms of its own says of a request. */
export interface Asked extends Pick<Call, 'deadline' | 'comesAgain'> {
  /** Whether nobody waits for the answer any more; absent where that cannot be known. */
  readonly isGone?: () => boolean;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the body is text that has as many bytes as characters. */
  readonly isAscii?: boolean;
}

/** Hears about every request that was meant for the model. */
export interface Observer {
  answered(prediction: Prediction): void;
  /** Answered, but not by the model. */
  fellBack(): void;
  /** The client's fault; ours are counted by whoever called. */
  refused(): void;
}

const JSON_TYPE = 'application/json';
/** Reading more than this at once would hold the event loop for long. */
const LARGE_BODY_BYTES = 131_072;
const SLICE_BYTES = 65_536;

/** Turns requests into predictions and answers; knows no transport. */
export class Service {
  private readonly scanner: JsonScanner | undefined;
  private readonly rules: InputRules | undefined;
  private readonly guard: Guard;
  private readonly replies: Readonly<Record<MediaType, Door<Reply>>>;
  private readonly answers: Door<Answer>;

  constructor(
    private readonly predictor: Predictor,
    private readonly observer: Observer,
    fallback?: Fallback,
  ) {
    const { manifest } = predictor;
    this.guard = new Guard(predictor, fallback);
    this.rules = InputRules.for(manifest.signature);
    const json = new JsonAnswer(manifest);
    this.scanner = JsonScanner.for(manifest.signature);
    const reply = (contentType: MediaType): Door<Reply> =>
      this.door((prediction) =>
        marked(prediction, { status: 200, contentType, body: FORMATS[contentType].write(prediction, manifest) }),
      );
    this.replies = {
      [JSON_TYPE]: this.door((prediction) => marked(prediction, json.reply(prediction))),
      'application/jsonlines': reply('application/jsonlines'),
      'text/csv': reply('text/csv'),
      'application/x-npy': reply('application/x-npy'),
      'application/octet-stream': reply('application/octet-stream'),
    };
    this.answers = this.door((prediction) => toAnswer(prediction, manifest));
  }

  /** A request with a body and headers. Never throws. */
  begin(call: Call, replier: Replier<Reply>): void {
    if (isEncoded(call.contentEncoding)) {
      void this.decode(call, call.contentEncoding, replier);
      return;
    }
    let door: Door<Reply>;
    let inputs: Tensors;
    try {
      door = isPlain(call) ? this.replies[JSON_TYPE] : this.chooseDoor(call);
      if (call.body.length > LARGE_BODY_BYTES && call.contentType === JSON_TYPE && this.scanner !== undefined) {
        inSlices(this.scanner.slices(call.body, SLICE_BYTES), (scanned) => this.goOn(call, replier, door, scanned));
        return;
      }
      inputs = this.scan(call) ?? this.read(call);
    } catch (error) {
      this.refuseOne(error, replier);
      return;
    }
    this.submit(inputs, replier, door, call.comesAgain);
  }

  private async decode(call: Call, encoding: string, replier: Replier<Reply>): Promise<void> {
    let body: Buffer;
    try {
      body = await decodeContent(call.body, encoding, call.maxBodyBytes);
    } catch (error) {
      this.refuseOne(error, replier);
      return;
    }
    this.begin({ ...call, body, contentEncoding: undefined }, replier);
  }

  /** Once a large body was scanned, or found to be another reader's. */
  private goOn(call: Call, replier: Replier<Reply>, door: Door<Reply>, scanned: Tensors | undefined): void {
    let inputs: Tensors;
    try {
      inputs = scanned ?? this.read(call);
    } catch (error) {
      this.refuseOne(error, replier);
      return;
    }
    this.submit(inputs, replier, door, call.comesAgain);
  }

  /** A request with a body and headers. Rejects with a `Fault` only. */
  answer(call: Call): Promise<Reply> {
    const { deadline } = call;
    return new Promise((resolve, reject) =>
      this.begin(call, { isGone: false, deadline, reply: resolve, refuse: reject }),
    );
  }

  get manifest(): ModelManifest {
    return this.predictor.manifest;
  }

  /** A request of a contract with forms of its own. Rejects with a `Fault` only. */
  ask<T>(
    read: () => Tensors | Promise<Tensors>,
    write: Write<T>,
    { deadline, comesAgain, isGone = () => false }: Asked = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const replier: Replier<T> = {
        get isGone() {
          return isGone();
        },
        deadline,
        reply: resolve,
        refuse: reject,
      };
      Promise.resolve()
        .then(read)
        .then(
          (inputs) => this.submit(inputs, replier, this.door(write), comesAgain),
          (error: unknown) => this.refuseOne(error, replier),
        );
    });
  }

  /** A request that is already parsed. Rejects with a `Fault` only. */
  answerParsed(request: unknown, deadline?: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const replier = { isGone: false, deadline, reply: resolve, refuse: reject };
      let inputs: Tensors;
      try {
        inputs = readJsonRequest(request, this.predictor.manifest.signature);
      } catch (error) {
        this.refuseOne(error, replier);
        return;
      }
      this.submit(inputs, replier, this.answers);
    });
  }

  /** Inputs that break no rule of the model's; throws a `Fault` otherwise, and counts nothing. */
  checked(inputs: Tensors): Tensors {
    const broken = this.rules?.faultOf(inputs);
    if (broken !== undefined) {
      throw broken;
    }
    return inputs;
  }

  /** A request that was refused before its body could be read. */
  refuse(): void {
    this.observer.refused();
  }

  private submit<T>(inputs: Tensors, replier: Replier<T>, door: Door<T>, comesAgain = false): void {
    const broken = this.rules?.faultOf(inputs);
    if (broken !== undefined) {
      this.refuseOne(broken, replier);
      return;
    }
    const pass = comesAgain ? 'past' : this.guard.admit();
    const kept = comesAgain ? undefined : this.guard.keep(inputs);
    const inquiry = new Inquiry(this.predictor.countRows(inputs), replier, door, pass, kept);
    if (pass === 'refused') {
      inquiry.failed(this.guard.circuitOpen());
    } else {
      this.predictor.submit(inputs, inquiry);
    }
  }

  private door<T>(write: Write<T>): Door<T> {
    return {
      answer: (run, { rows, pass }) => {
        const prediction = this.predictor.read(run, rows);
        const answer = write(prediction);
        this.observer.answered(prediction);
        this.guard.succeeded(pass);
        return answer;
      },
      refuse: (error, inquiry) => {
        const { replier } = inquiry;
        const reply = (answer: T): void => {
          this.observer.fellBack();
          replier.reply(answer);
        };
        this.guard.failed(toFault(error), inquiry, write, reply, (fault) => this.refuseOne(fault, replier));
      },
    };
  }

  private refuseOne<T>(error: unknown, replier: Replier<T>): void {
    const fault = toFault(error);
    if (fault.isClients && fault.code !== 'ClientGone') {
      this.observer.refused();
    }
    replier.refuse(fault);
  }

  private chooseDoor(call: Call): Door<Reply> {
    const type = readContentType(call.contentType);
    const answerType = chooseAnswerType(call.accept, type);
    FORMATS[answerType].check(this.predictor.manifest);
    return this.replies[answerType];
  }

  private scan({ contentType, body }: Call): Tensors | undefined {
    return contentType === JSON_TYPE ? this.scanner?.scan(body) : undefined;
  }

  private read({ body, contentType }: Call): Tensors {
    return FORMATS[readContentType(contentType)].read(body, this.predictor.manifest.signature);
  }
}

/** JSON in and JSON out, said as most clients say it. */
function isPlain({ contentType, contentEncoding, accept }: Call): boolean {
  return (
    contentType === JSON_TYPE &&
    contentEncoding === undefined &&
    (accept === undefined || accept === '*/*' || accept === JSON_TYPE)
  );
}

export function toFault(error: unknown): Fault {
  if (error instanceof Fault) {
    return error;
  }
  logFailure(error);
  return new Fault('ModelFailed', 'The runtime failed on this request.');
}

export function faultReply(fault: Fault): Reply {
  const { retryAfter } = fault.detail;
  return {
    status: fault.status,
    contentType: 'application/json',
    body: JSON.stringify(fault.body()),
    headers: retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) },
  };
}
