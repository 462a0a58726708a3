import { chooseAnswerType, readContentType } from '../codec/media-type';
import { readCsvRequest } from '../codec/csv-request';
import { readJsonRequest } from '../codec/json-request';
import { decodeText, parseJson } from '../codec/json-text';
import { Fault } from '../errors';
import { logFailure } from '../log';
import { toAnswer, type Answer } from './answer';
import { checkCsvAnswer, toCsv } from './answer-csv';
import type { Prediction } from './prediction';
import type { Predictor } from './predictor';

/** A request as any door got it. */
export interface Call {
  readonly body: Buffer;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly accept?: string;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
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
      checkEncoding(call.contentEncoding);
      const answerType = chooseAnswerType(call.accept, type);
      if (answerType === 'text/csv') {
        checkCsvAnswer(manifest);
      }
      const inputs =
        type === 'text/csv'
          ? readCsvRequest(decodeText(call.body), manifest.signature)
          : readJsonRequest(parseJson(call.body), manifest.signature);
      const prediction = await this.predictor.predict(inputs);
      const body =
        answerType === 'text/csv' ? toCsv(prediction, manifest) : JSON.stringify(toAnswer(prediction, manifest));
      return [prediction, { status: 200, contentType: answerType, body }];
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

function checkEncoding(encoding: string | undefined): void {
  if (encoding !== undefined && encoding !== '' && encoding.toLowerCase() !== 'identity') {
    throw new Fault('ContentEncodingUnknown', 'The body is encoded: send it as it is.', {
      field: 'content-encoding',
      expected: 'identity',
      got: 'another encoding',
    });
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
