import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { decodeContent, isEncoded } from '../codec/content-encoding';
import { chooseAnswerType, readContentType } from '../codec/media-type';
import { readJsonRequest } from '../codec/json-request';
import type { Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { logFailure } from '../log';
import { toAnswer, type Answer } from './answer';
import { FORMATS } from './formats';
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
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Hears about every request that was meant for the model. */
export interface Observer {
  answered(prediction: Prediction): void;
  /** The client's fault; ours are counted by whoever called. */
  refused(): void;
}

/** Turns requests into predictions and answers; knows no transport. */
export class Service {
  constructor(
    private readonly predictor: Predictor,
    private readonly observer: Observer,
  ) {}

  /** A request with a body and headers. Rejects with a `Fault` only. */
  async answer(call: Call): Promise<Reply> {
    return this.observed(async () => {
      const { manifest } = this.predictor;
      const type = readContentType(call.contentType);
      const answerType = chooseAnswerType(call.accept, type);
      const answer = FORMATS[answerType];
      answer.check(manifest);
      const content = isEncoded(call.contentEncoding)
        ? await decodeContent(call.body, call.contentEncoding, call.maxBodyBytes)
        : call.body;
      const prediction = await this.predictor.predict(FORMATS[type].read(content, manifest.signature));
      const body = answer.write(prediction, manifest);
      return [prediction, { status: 200, contentType: answerType, body }];
    });
  }

  get manifest(): ModelManifest {
    return this.predictor.manifest;
  }

  /** A request of a contract with forms of its own. Rejects with a `Fault` only. */
  async ask<T>(read: () => Tensors | Promise<Tensors>, write: (prediction: Prediction) => T): Promise<T> {
    return this.observed(async () => {
      const prediction = await this.predictor.predict(await read());
      return [prediction, write(prediction)];
    });
  }

  /** A request that is already parsed. Rejects with a `Fault` only. */
  async answerParsed(request: unknown): Promise<Answer> {
    return this.observed(async () => {
      const { manifest } = this.predictor;
      const prediction = await this.predictor.predict(readJsonRequest(request, manifest.signature));
      return [prediction, toAnswer(prediction, manifest)];
    });
  }

  /** A request that was refused before its body could be read. */
  refuse(): void {
    this.observer.refused();
  }

  private async observed<T>(work: () => Promise<[Prediction, T]>): Promise<T> {
    try {
      const [prediction, result] = await work();
      this.observer.answered(prediction);
      return result;
    } catch (error) {
      const fault = toFault(error);
      if (fault.isClients) {
        this.observer.refused();
      }
      throw fault;
    }
  }
}

export function toFault(error: unknown): Fault {
  if (error instanceof Fault) {
    return error;
  }
  logFailure(error);
  return new Fault('ModelFailed', 'The runtime failed on this request.');
}

export function faultReply(fault: Fault): Reply {
  return { status: fault.status, contentType: 'application/json', body: JSON.stringify(fault.body()) };
}
