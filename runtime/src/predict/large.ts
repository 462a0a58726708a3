import type { Signature } from '@inference-constructs/core/out/model/manifest';
import { isPlainNpy } from '../codec/npy-request';
import type { AnswerForm, Form } from './form';
import type { Prediction } from './prediction';

/** What takes about half a millisecond to read or to write, which the event loop may be held. */
export const LARGE = {
  /** Bytes of text, or of elements that are converted one by one. */
  textBytes: 32_768,
  /** Bytes of nested numbers in JSON that are read straight into a tensor. */
  scannedBytes: 131_072,
  /** Bytes of elements that are taken as they are. */
  binaryBytes: 1_048_576,
  /** Elements of outputs that are written as text. */
  elements: 4096,
} as const;

/** Whether reading a body of more than `LARGE.textBytes` holds the thread that does it for long. */
export function isLongToRead(form: Form, body: Buffer, signature: Signature): boolean {
  return textBytes(form, body, signature) > LARGE.textBytes || body.length > LARGE.binaryBytes;
}

function textBytes(form: Form, body: Buffer, signature: Signature): number {
  switch (form.kind) {
    case 'invocations': {
      const isPlain =
        form.type === 'application/octet-stream' || (form.type === 'application/x-npy' && isPlainNpy(body, signature));
      return isPlain ? 0 : body.length;
    }
    case 'open-inference': {
      const hasText = form.headerSize === undefined || signature.inputs.some(({ type }) => type === 'string');
      // What is no size is refused without a look at the rest.
      return hasText ? body.length : Number(form.headerSize);
    }
    case 'kserve-v1':
      return body.length;
  }
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
