import type { Signature, TensorType } from '@inference-constructs/core/out/model/manifest';
import type { MediaType } from '../codec/media-type';
import { isPlainNpy } from '../codec/npy-request';
import type { AnswerForm, Form } from './form';
import type { Prediction } from './prediction';

/** What is read or written in about the time for which the event loop may be held. */
export const LARGE = {
  milliseconds: 0.5,
  /** Bytes of text, or of elements that are converted one by one. */
  textBytes: 32_768,
  /** Bytes of nested numbers in JSON that are read straight into a tensor. */
  scannedBytes: 131_072,
  /** Bytes of elements that are taken as they are. */
  binaryBytes: 1_048_576,
  /** Elements of outputs that are written as text. */
  elements: 4096,
} as const;

/** Types whose elements are looked at one by one even where they come as bytes. */
const ONE_BY_ONE = new Set<TensorType>(['float16', 'bool', 'string']);

/** Whether reading a body of more than `LARGE.textBytes` holds the thread that does it for long. */
export function isLongToRead(form: Form, body: Buffer, signature: Signature): boolean {
  return textBytes(form, body, signature) > LARGE.textBytes || body.length > LARGE.binaryBytes;
}

function textBytes(form: Form, body: Buffer, signature: Signature): number {
  const isTaken = signature.inputs.every(({ type }) => !ONE_BY_ONE.has(type));
  switch (form.kind) {
    case 'invocations':
      return isTaken && isBinary(form.type, body, signature) ? 0 : body.length;
    case 'open-inference':
      // What is no size is refused without a look at the rest.
      return isTaken && form.headerSize !== undefined ? Math.min(Number(form.headerSize), body.length) : body.length;
    case 'kserve-v1':
      return body.length;
  }
}

function isBinary(type: MediaType, body: Buffer, signature: Signature): boolean {
  return type === 'application/octet-stream' || (type === 'application/x-npy' && isPlainNpy(body, signature));
}

/** Whether writing an answer holds the thread that does it for long. */
export function isLongToWrite(answer: AnswerForm, { outputs }: Prediction): boolean {
  let elements = 0;
  for (const name in outputs) {
    elements += outputs[name].data.length;
  }
  return elements > LARGE.elements && isText(answer, outputs);
}

function isText(answer: AnswerForm, outputs: Prediction['outputs']): boolean {
  const hasStrings = (): boolean => Object.values(outputs).some(({ type }) => type === 'string');
  switch (answer.kind) {
    case 'invocations':
      return (answer.type !== 'application/octet-stream' && answer.type !== 'application/x-npy') || hasStrings();
    case 'open-inference':
      return answer.wanted.some(({ isBinary }) => !isBinary) || hasStrings();
    case 'kserve-v1':
      return true;
  }
}
