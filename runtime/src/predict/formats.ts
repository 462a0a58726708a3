import type { ModelManifest, Signature } from '@inference-constructs/core/out/model/manifest';
import { binaryOf } from '../codec/binary';
import { readCsvRequest } from '../codec/csv-request';
import { readJsonLinesRequest } from '../codec/json-lines-request';
import { readJsonRequest } from '../codec/json-request';
import { decodeText, parseJson } from '../codec/json-text';
import type { MediaType } from '../codec/media-type';
import { toNpy } from '../codec/npy-array';
import { readNpyRequest } from '../codec/npy-request';
import { readRawRequest } from '../codec/raw-request';
import type { Tensor, TensorData, Tensors } from '../engine/engine';
import { Fault } from '../errors';
import { toAnswer } from './answer';
import { checkCsvAnswer, csvOutput, toCsv } from './answer-csv';
import { checkJsonLinesAnswer, toJsonLines } from './answer-json-lines';
import type { Prediction } from './prediction';

/** A way to write requests and answers. */
export interface Format {
  readonly read: (body: Buffer, signature: Signature) => Tensors;
  /** Throws, before the model runs, where an answer of this model cannot be written so. */
  readonly check: (manifest: ModelManifest) => void;
  readonly write: (prediction: Prediction, manifest: ModelManifest) => string | Buffer;
}

export const FORMATS: Readonly<Record<MediaType, Format>> = {
  'application/json': {
    read: (body, signature) => readJsonRequest(parseJson(body), signature),
    check: () => undefined,
    write: (prediction, manifest) => JSON.stringify(toAnswer(prediction, manifest)),
  },
  'application/jsonlines': { read: readJsonLinesRequest, check: checkJsonLinesAnswer, write: toJsonLines },
  'text/csv': {
    read: (body, signature) => readCsvRequest(decodeText(body), signature),
    check: (manifest) => checkCsvAnswer(manifest),
    write: toCsv,
  },
  'application/x-npy': {
    read: readNpyRequest,
    check: (manifest) => checkCsvAnswer(manifest, 'application/x-npy'),
    write: (prediction, manifest) => toNpy(onlyOutput(prediction, manifest)),
  },
  'application/octet-stream': {
    read: readRawRequest,
    check: checkRawAnswer,
    write: (prediction, manifest) => binaryOf(onlyOutput(prediction, manifest).data as Exclude<TensorData, string[]>),
  },
};

/** The classes' scores, or the only output. */
function onlyOutput({ outputs }: Prediction, manifest: ModelManifest): Tensor {
  return outputs[csvOutput(manifest) ?? ''];
}

function checkRawAnswer(manifest: ModelManifest): void {
  const type = 'application/octet-stream';
  checkCsvAnswer(manifest, type);
  const output = manifest.signature.outputs.find(({ name }) => name === csvOutput(manifest));
  if (output?.type === 'string') {
    throw new Fault('AnswerTypeUnavailable', `${type} holds no strings: accept JSON.`, {
      field: 'accept',
      expected: 'application/json',
      got: type,
    });
  }
}
