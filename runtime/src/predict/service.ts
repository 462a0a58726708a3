import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decodeContent, isEncoded } from '../codec/content-encoding';
import { readJsonRequest } from '../codec/json-request';
import type { MediaType } from '../codec/media-type';
import type { Tensors } from '../engine/engine';
import { toAnswer, type Answer } from './answer';
import { AnswerWriter } from './answer-writer';
import type { Aside } from './aside';
import { formOf, type Asked, type Call } from './call';
import type { Fallback } from './fallback';
import type { AnswerForm, Form, Reading } from './form';
import { Guard } from './guard';
import { Inquiry, type Door, type Replier, type Write } from './inquiry';
import { isLongToWrite } from './large';
import type { Prediction } from './prediction';
import type { Predictor } from './predictor';
import { toFault, type Reply } from './reply';
import { RequestReader } from './request-reader';

/** Hears about every request that was meant for the model. */
export interface Observer {
  answered(prediction: Prediction): void;
  /** Answered, but not by the model. */
  fellBack(): void;
  /** The client's fault; ours are counted by whoever called. */
  refused(): void;
}

/** Turns requests into predictions and answers; knows no transport. */
export class Service {
  private readonly reader: RequestReader;
  private readonly writer: AnswerWriter;
  private readonly guard: Guard;
  /** Of the answers whose form is said by headers. */
  private readonly doors: Readonly<Record<MediaType, Door<Reply>>>;
  private readonly answers: Door<Answer>;

  /** Without `aside`, large bodies and answers are read and written in one go: where nobody else waits. */
  constructor(
    private readonly predictor: Predictor,
    private readonly observer: Observer,
    fallback?: Fallback,
    private readonly aside?: Aside,
  ) {
    const { manifest } = predictor;
    this.guard = new Guard(predictor, fallback);
    this.reader = new RequestReader(manifest, aside);
    this.writer = new AnswerWriter(manifest);
    const door = (type: MediaType): Door<Reply> => this.doorTo({ kind: 'invocations', type });
    this.doors = {
      'application/json': door('application/json'),
      'application/jsonlines': door('application/jsonlines'),
      'text/csv': door('text/csv'),
      'application/x-npy': door('application/x-npy'),
      'application/octet-stream': door('application/octet-stream'),
    };
    this.answers = this.door((prediction) => toAnswer(prediction, manifest));
  }

  get manifest(): ModelManifest {
    return this.predictor.manifest;
  }

  /** A request with a body. Never throws. */
  begin(call: Call, replier: Replier<Reply>): void {
    if (isEncoded(call.contentEncoding)) {
      void this.decode(call, call.contentEncoding, replier);
      return;
    }
    let reading: Reading | Promise<Reading>;
    try {
      reading = this.reader.read(formOf(call, this.predictor.manifest), call.body, replier);
    } catch (error) {
      this.refuseOne(error, replier);
      return;
    }
    if (reading instanceof Promise) {
      reading.then(
        (late) => this.goOn(late, replier, call.comesAgain),
        (error: unknown) => this.refuseOne(error, replier),
      );
    } else {
      this.goOn(reading, replier, call.comesAgain);
    }
  }

  /** The same. Rejects with a `Fault` only. */
  answer(call: Call): Promise<Reply> {
    return new Promise((resolve, reject) => this.begin(call, replierOf(call, resolve, reject)));
  }

  /** Inputs that break no rule of the model's. Rejects with a `Fault`, and counts nothing. */
  async read(form: Form, body: Buffer, asked: Asked): Promise<Tensors> {
    const { inputs } = await this.reader.read(form, body, replierOf(asked, ignore, ignore));
    return inputs;
  }

  /** A request that was read, and that comes again when it fails. Rejects with a `Fault` only. */
  answerRead(inputs: Tensors, answer: AnswerForm, asked: Asked): Promise<Reply> {
    return new Promise((resolve, reject) => this.goOn({ inputs, answer }, replierOf(asked, resolve, reject), true));
  }

  /** A request that is already parsed. Rejects with a `Fault` only. */
  answerParsed(request: unknown, deadline?: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const replier = replierOf({ deadline }, resolve, reject);
      let inputs: Tensors;
      try {
        inputs = readJsonRequest(request, this.predictor.manifest.signature);
        this.reader.check(inputs);
      } catch (error) {
        this.refuseOne(error, replier);
        return;
      }
      this.submit(inputs, replier, this.answers);
    });
  }

  /** A request that was refused before its body could be read. */
  refuse(): void {
    this.observer.refused();
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

  private goOn({ inputs, answer }: Reading, replier: Replier<Reply>, comesAgain?: boolean): void {
    const door = answer.kind === 'invocations' ? this.doors[answer.type] : this.doorTo(answer);
    this.submit(inputs, replier, door, comesAgain);
  }

  private submit<T>(inputs: Tensors, replier: Replier<T>, door: Door<T>, comesAgain = false): void {
    const pass = comesAgain ? 'past' : this.guard.admit();
    const kept = comesAgain ? undefined : this.guard.keep(inputs);
    const inquiry = new Inquiry(this.predictor.countRows(inputs), replier, door, pass, kept);
    if (pass === 'refused') {
      inquiry.failed(this.guard.circuitOpen());
    } else {
      this.predictor.submit(inputs, inquiry);
    }
  }

  private doorTo(answer: AnswerForm): Door<Reply> {
    const { aside, writer } = this;
    const write: Write<Reply> = (prediction) => writer.write(answer, prediction);
    return aside === undefined
      ? this.door(write)
      : this.door(write, (prediction) =>
          isLongToWrite(answer, prediction) ? aside.write(answer, prediction) : write(prediction),
        );
  }

  /** `write` is also how a fallback's answer is written, whose outputs are not its own. */
  private door<T>(write: Write<T>, writeAnywhere: Write<T | Promise<T>> = write): Door<T> {
    const answered = (prediction: Prediction, { pass }: Inquiry<T>, answer: T): T => {
      this.observer.answered(prediction);
      this.guard.succeeded(pass);
      return answer;
    };
    return {
      answer: (run, inquiry) => {
        const prediction = this.predictor.read(run, inquiry.rows);
        const answer = writeAnywhere(prediction);
        return answer instanceof Promise
          ? answer.then((late) => answered(prediction, inquiry, late))
          : answered(prediction, inquiry, answer);
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
}

function replierOf<T>(
  { deadline, isGone = () => false }: Asked,
  reply: (answer: T) => void,
  refuse: (error: unknown) => void,
): Replier<T> {
  return {
    get isGone() {
      return isGone();
    },
    deadline,
    reply,
    refuse,
  };
}

function ignore(): void {
  // Whoever reads only is told by the promise.
}
